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

#define FLOATING_TYPES(NAME) \
  if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, b, sb, out); \
  else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, b, sb, out);

#define NUMBER_TYPES(NAME) \
  FLOATING_TYPES(NAME) \
  else if (type == CK_INT64) ck_##NAME##_i64(n, a, sa, b, sb, out);

#define ALL_TYPES(NAME, BOOLEAN) \
  NUMBER_TYPES(NAME) \
  else ck_##BOOLEAN##_bool(n, a, sa, b, sb, out);
