#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

// One job at a time. `state` holds, from the low bits up: how many workers are in the job, whether
// it is open to more, and its number. A worker that comes late finds it closed and misses
// nothing; the caller waits only for those who are in.

#define MEMBERS 0xffffu
#define OPEN 0x10000u
#define NUMBER(state) ((state) >> 17)
#define MOST_THREADS 64
#define SPIN_NANOSECONDS 40000

static _Atomic uint64_t state;
static _Atomic int is_busy, wanted_threads, sleepers;
static int workers;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work_came = PTHREAD_COND_INITIALIZER;
static _Thread_local int is_inside;

static struct {
  ptrdiff_t count, grain;
  ck_range_function *function;
  void *context;
  _Atomic ptrdiff_t next;
} job;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int available(void) {
  long count = 0;
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = CPU_COUNT(&set);
#endif
  if (count < 1) count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : (int)count;
}

int ck_threads(void) {
  int threads = atomic_load_explicit(&wanted_threads, memory_order_relaxed);
  if (threads > 0) return threads;
  int none = 0, fitting = available();
  return atomic_compare_exchange_strong(&wanted_threads, &none, fitting) ? fitting : none;
}

void ck_set_threads(int threads) {
  atomic_store(&wanted_threads, threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads);
}

static void take_part(void) {
  for (;;) {
    const ptrdiff_t start = atomic_fetch_add(&job.next, job.grain);
    if (start >= job.count) return;
    const ptrdiff_t rest = job.count - start;
    job.function(start, start + (rest < job.grain ? rest : job.grain), job.context);
  }
}

/// Whether a job that is not the one numbered `last` is there to join.
static int has_news(uint64_t seen, uint64_t last) { return (seen & OPEN) && NUMBER(seen) != last; }

static void wait_for_news(uint64_t last) {
  int64_t limit = nanoseconds() + SPIN_NANOSECONDS;
  do {
    for (int i = 0; i < 64; i++) {
      if (has_news(atomic_load(&state), last)) return;
      relax();
    }
  } while (nanoseconds() < limit);
  pthread_mutex_lock(&mutex);
  atomic_fetch_add(&sleepers, 1);
  while (!has_news(atomic_load(&state), last)) pthread_cond_wait(&work_came, &mutex);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&mutex);
}

static void *work(void *number) {
  const int me = (int)(intptr_t)number;
  is_inside = 1;
  for (uint64_t last = 0;;) {
    wait_for_news(last);
    uint64_t seen = atomic_load(&state);
    while (has_news(seen, last)) {
      if (me >= ck_threads()) {
        last = NUMBER(seen);
      } else if (atomic_compare_exchange_weak(&state, &seen, seen + 1)) {
        last = NUMBER(seen);
        take_part();
        atomic_fetch_sub(&state, 1);
        break;
      }
    }
  }
  return 0;
}

/// Called by the one who holds `is_busy`.
static void hire(int threads) {
  pthread_attr_t attributes;
  if (workers >= threads - 1 || pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  while (workers < threads - 1
         && pthread_create(&thread, &attributes, work, (void *)(intptr_t)(workers + 1)) == 0) {
    workers++;
  }
  pthread_attr_destroy(&attributes);
}

static void run_alone(ptrdiff_t count, ptrdiff_t grain, ck_range_function *function,
                      void *context) {
  for (ptrdiff_t start = 0; start < count; start += grain) {
    function(start, count - start < grain ? count : start + grain, context);
  }
}

void ck_parallel(ptrdiff_t count, ptrdiff_t grain, ck_range_function *function, void *context) {
  if (grain < 1) grain = 1;
  const int threads = ck_threads();
  if (threads == 1 || count <= grain || is_inside || atomic_exchange(&is_busy, 1)) {
    return run_alone(count, grain, function, context);
  }
  is_inside = 1;
  hire(threads);
  job.count = count;
  job.grain = grain;
  job.function = function;
  job.context = context;
  atomic_store(&job.next, 0);
  atomic_store(&state, (NUMBER(atomic_load(&state)) + 1) << 17 | OPEN);
  if (atomic_load(&sleepers) > 0) {
    pthread_mutex_lock(&mutex);
    pthread_cond_broadcast(&work_came);
    pthread_mutex_unlock(&mutex);
  }
  take_part();
  atomic_fetch_and(&state, ~(uint64_t)OPEN);
  for (int turn = 0; atomic_load(&state) & MEMBERS; turn++) {
    if (turn < 20000) relax();
    else sched_yield();
  }
  is_inside = 0;
  atomic_store(&is_busy, 0);
}
