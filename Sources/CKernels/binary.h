#pragma once

#include "kernel.h"

// A loop over two arrays, once for each way in which they are laid out.

#define LOOPS(A, R, EXPRESSION) \
  if (sa == 1 && sb == 1) { \
    EACH(i, n) { A x = a[i], y = b[i]; out[i] = (R)(EXPRESSION); } \
  } else if (sa == 1 && sb == 0) { \
    A y = b[0]; \
    EACH(i, n) { A x = a[i]; out[i] = (R)(EXPRESSION); } \
  } else if (sa == 0 && sb == 1) { \
    A x = a[0]; \
    EACH(i, n) { A y = b[i]; out[i] = (R)(EXPRESSION); } \
  } else { \
    EACH(i, n) { A x = a[i * sa], y = b[i * sb]; out[i] = (R)(EXPRESSION); } \
  }

#define BINARY(NAME, A, R, EXPRESSION) \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, const A *b, ptrdiff_t sb, R *out); \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, const A *b, ptrdiff_t sb, R *out) { \
    if (n > 0) { LOOPS(A, R, EXPRESSION) } \
  }

#define FLOATING(NAME, EXPRESSION32, EXPRESSION64) \
  BINARY(ck_##NAME##_f32, float, float, EXPRESSION32) \
  BINARY(ck_##NAME##_f64, double, double, EXPRESSION64)

#define U(x) ((uint64_t)(x))

/// A loop over n elements of two arrays, picked by the number of an operation.
typedef void binary_loop(int operation, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                         const void *b, ptrdiff_t sb, void *out);

typedef struct {
  binary_loop *loop;
  int operation;
  ck_type type;
  const char *a, *b;
  ptrdiff_t sa, sb;
  char *out;
  ptrdiff_t out_size;
} binary_job;

static void run_binary(ptrdiff_t start, ptrdiff_t end, void *context) {
  const binary_job *job = context;
  const ptrdiff_t size = size_of(job->type);
  job->loop(job->operation, job->type, end - start, job->a + start * job->sa * size, job->sa,
            job->b + start * job->sb * size, job->sb, job->out + start * job->out_size);
}

#define FLOATING_TYPES(NAME) \
  if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, b, sb, out); \
  else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, b, sb, out);

#define NUMBER_TYPES(NAME) \
  FLOATING_TYPES(NAME) \
  else if (type == CK_INT64) ck_##NAME##_i64(n, a, sa, b, sb, out);

#define ALL_TYPES(NAME, BOOLEAN) \
  NUMBER_TYPES(NAME) \
  else ck_##BOOLEAN##_bool(n, a, sa, b, sb, out);
