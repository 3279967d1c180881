#pragma once

#include "CKernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

// A loop that calls the C library (pow, erf) stays as it is; that is no fault.
#ifdef __clang__
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/// Elements that are worth handing to another thread, and rows of n that are.
#define ELEMENTS 16384
INLINE ptrdiff_t rows_of(ptrdiff_t n) { return n >= ELEMENTS ? 1 : n < 1 ? ELEMENTS : ELEMENTS / n; }

INLINE ptrdiff_t size_of(ck_type type) {
  return type == CK_BOOL ? 1 : type == CK_FLOAT32 ? 4 : 8;
}

// Iterations are independent even where `out` is one of the inputs.
#define EACH(i, n) \
  _Pragma("clang loop vectorize(assume_safety)") for (ptrdiff_t i = 0; i < (n); i++)

// At the head of a block: sums in it may be taken in any order, so that they can be vectorised.
#ifdef __clang__
#define ANY_ORDER _Pragma("clang fp reassociate(on)")
#else
#define ANY_ORDER
#endif
