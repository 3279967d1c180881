#pragma once

#include <stddef.h>

/// What is done for the indices from `start` up to `end`.
typedef void ck_range_function(ptrdiff_t start, ptrdiff_t end, void *context);

/// Calls `function` for ranges that together are 0 ..< count: each begins at a multiple of
/// `grain` and is at most that long, so they do not depend on the number of threads. Called from
/// within a range, or while another thread's ranges run, it does all of them itself. Threads
/// that have nothing to do soon sleep.
void ck_parallel(ptrdiff_t count, ptrdiff_t grain, ck_range_function *function, void *context);

/// How many threads `ck_parallel` uses, the caller's among them: at first, as many as there are
/// processors for this program.
int ck_threads(void);
void ck_set_threads(int threads);
