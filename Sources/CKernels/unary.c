#include "trigonometry.h"

#define UNARY(NAME, T, EXPRESSION) \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t sa, T *out); \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t sa, T *out) { \
    if (sa == 1) { \
      EACH(i, n) { T x = a[i]; out[i] = EXPRESSION; } \
    } else { \
      EACH(i, n) { T x = a[i * sa]; out[i] = EXPRESSION; } \
    } \
  }

#define FLOATING(NAME, EXPRESSION32, EXPRESSION64) \
  UNARY(ck_##NAME##_f32, float, EXPRESSION32) \
  UNARY(ck_##NAME##_f64, double, EXPRESSION64)

// In double precision for both types; `PRECISE` where an argument is too large for `FAST`.
#define CIRCULAR(NAME, T, FAST, PRECISE) \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t sa, T *out); \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t sa, T *out) { \
    for (ptrdiff_t start = 0; start < n; start += 256) { \
      ptrdiff_t length = n - start < 256 ? n - start : 256; \
      const T *block = a + start * sa; \
      T *target = out + start; \
      int isSmall = 1; \
      for (ptrdiff_t i = 0; i < length; i++) isSmall &= !(fabs(block[i * sa]) > CIRCULAR_LIMIT); \
      if (isSmall) { \
        EACH(i, length) { target[i] = (T)FAST(block[i * sa]); } \
      } else { \
        for (ptrdiff_t i = 0; i < length; i++) target[i] = (T)PRECISE(block[i * sa]); \
      } \
    } \
  }

#define ROUNDED(NAME) FLOATING(NAME, (float)NAME##_f64(x), NAME##_f64(x))

// Whole numbers wrap around as unsigned arithmetic does.
#define WRAP(x) ((int64_t)(x))
#define U(x) ((uint64_t)(x))

FLOATING(negate, -x, -x)
FLOATING(absolute, fabsf(x), fabs(x))
FLOATING(sign, (float)((x > 0) - (x < 0)), (double)((x > 0) - (x < 0)))
FLOATING(square, x * x, x * x)
FLOATING(square_root, sqrtf(x), sqrt(x))
FLOATING(reciprocal, 1.0f / x, 1.0 / x)
FLOATING(exp, exp_f32(x), exp_f64(x))
FLOATING(expm1, expm1_f32(x), expm1_f64(x))
FLOATING(log, log_f32(x), log_f64(x))
FLOATING(log1p, log1p_f32(x), log1p_f64(x))
CIRCULAR(ck_sin_f32, float, sin_f64, sin)
CIRCULAR(ck_sin_f64, double, sin_f64, sin)
CIRCULAR(ck_cos_f32, float, cos_f64, cos)
CIRCULAR(ck_cos_f64, double, cos_f64, cos)
CIRCULAR(ck_tan_f32, float, tan_f64, tan)
CIRCULAR(ck_tan_f64, double, tan_f64, tan)
ROUNDED(asin)
ROUNDED(acos)
ROUNDED(atan)
ROUNDED(sinh)
ROUNDED(cosh)
ROUNDED(asinh)
ROUNDED(acosh)
ROUNDED(atanh)
ROUNDED(exp2)
ROUNDED(log2)
FLOATING(log10, (float)(log_f64(x) * 4.34294481903251816668e-01), log10(x))
FLOATING(erfc, erfcf(x), erfc(x))
FLOATING(reciprocal_root, 1.0f / sqrtf(x), 1.0 / sqrt(x))
FLOATING(truncate, truncf(x), trunc(x))
FLOATING(fraction, x - truncf(x), x - trunc(x))
FLOATING(tanh, tanh_f32(x), tanh_f64(x))
FLOATING(sigmoid, sigmoid_f32(x), sigmoid_f64(x))
FLOATING(relu, x < 0 ? 0 : x, x < 0 ? 0 : x)
FLOATING(softplus, softplus_f32(x), softplus_f64(x))
FLOATING(erf, erf_f32(x), erf_f64(x))
FLOATING(floor, floorf(x), floor(x))
FLOATING(ceil, ceilf(x), ceil(x))
FLOATING(round, rintf(x), rint(x))
UNARY(ck_negate_i64, int64_t, WRAP(-U(x)))
UNARY(ck_absolute_i64, int64_t, x < 0 ? WRAP(-U(x)) : x)
UNARY(ck_sign_i64, int64_t, (x > 0) - (x < 0))
UNARY(ck_square_i64, int64_t, WRAP(U(x) * U(x)))
UNARY(ck_relu_i64, int64_t, x < 0 ? 0 : x)

#define FLOATING_CASE(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, out); \
    break;

#define NUMBER_CASE(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, out); \
    else if (type == CK_INT64) ck_##NAME##_i64(n, a, sa, out); \
    break;

typedef struct {
  ck_unary_operation operation;
  ck_type type;
  const char *a;
  ptrdiff_t sa;
  char *out;
} unary_job;

static void run_unary(ptrdiff_t start, ptrdiff_t end, void *context) {
  const unary_job *job = context;
  const ck_type type = job->type;
  const ptrdiff_t n = end - start, sa = job->sa, size = size_of(type);
  const void *a = job->a + start * sa * size;
  void *out = job->out + start * size;
  switch (job->operation) {
    NUMBER_CASE(CK_NEGATE, negate)
    NUMBER_CASE(CK_ABSOLUTE, absolute)
    NUMBER_CASE(CK_SIGN, sign)
    NUMBER_CASE(CK_SQUARE, square)
    NUMBER_CASE(CK_RELU, relu)
    FLOATING_CASE(CK_SQUARE_ROOT, square_root)
    FLOATING_CASE(CK_RECIPROCAL, reciprocal)
    FLOATING_CASE(CK_EXP, exp)
    FLOATING_CASE(CK_EXPM1, expm1)
    FLOATING_CASE(CK_LOG, log)
    FLOATING_CASE(CK_LOG1P, log1p)
    FLOATING_CASE(CK_SIN, sin)
    FLOATING_CASE(CK_COS, cos)
    FLOATING_CASE(CK_TANH, tanh)
    FLOATING_CASE(CK_SIGMOID, sigmoid)
    FLOATING_CASE(CK_SOFTPLUS, softplus)
    FLOATING_CASE(CK_ERF, erf)
    FLOATING_CASE(CK_FLOOR, floor)
    FLOATING_CASE(CK_CEIL, ceil)
    FLOATING_CASE(CK_ROUND, round)
    FLOATING_CASE(CK_TAN, tan)
    FLOATING_CASE(CK_ASIN, asin)
    FLOATING_CASE(CK_ACOS, acos)
    FLOATING_CASE(CK_ATAN, atan)
    FLOATING_CASE(CK_SINH, sinh)
    FLOATING_CASE(CK_COSH, cosh)
    FLOATING_CASE(CK_ASINH, asinh)
    FLOATING_CASE(CK_ACOSH, acosh)
    FLOATING_CASE(CK_ATANH, atanh)
    FLOATING_CASE(CK_EXP2, exp2)
    FLOATING_CASE(CK_LOG2, log2)
    FLOATING_CASE(CK_LOG10, log10)
    FLOATING_CASE(CK_ERFC, erfc)
    FLOATING_CASE(CK_RECIPROCAL_ROOT, reciprocal_root)
    FLOATING_CASE(CK_TRUNCATE, truncate)
    FLOATING_CASE(CK_FRACTION, fraction)
  }
}

void ck_unary(ck_unary_operation operation, ck_type type, ptrdiff_t n,
              const void *a, ptrdiff_t sa, void *out) {
  unary_job job = {operation, type, a, sa, out};
  ck_parallel(n, ELEMENTS, run_unary, &job);
}

#define ACTIVATION_BACKWARD(NAME, T, DERIVATIVE) \
  CLONES void NAME(ptrdiff_t n, const T *result, const T *g, T *out); \
  CLONES void NAME(ptrdiff_t n, const T *result, const T *g, T *out) { \
    EACH(i, n) { T y = result[i]; out[i] = DERIVATIVE; } \
  }

ACTIVATION_BACKWARD(ck_tanh_backward_f32, float, g[i] * (1 - y * y))
ACTIVATION_BACKWARD(ck_tanh_backward_f64, double, g[i] * (1 - y * y))
ACTIVATION_BACKWARD(ck_sigmoid_backward_f32, float, g[i] * ((1 - y) * y))
ACTIVATION_BACKWARD(ck_sigmoid_backward_f64, double, g[i] * ((1 - y) * y))
ACTIVATION_BACKWARD(ck_relu_backward_f32, float, y <= 0 ? 0 : g[i])
ACTIVATION_BACKWARD(ck_relu_backward_f64, double, y <= 0 ? 0 : g[i])

typedef struct {
  ck_unary_operation operation;
  ck_type type;
  const char *y, *g;
  char *out;
} backward_job;

static void run_backward(ptrdiff_t start, ptrdiff_t end, void *context) {
  const backward_job *job = context;
  const ck_unary_operation operation = job->operation;
  const int isSingle = job->type == CK_FLOAT32;
  const ptrdiff_t n = end - start, first = start * size_of(job->type);
  const void *y = job->y + first, *g = job->g + first;
  void *out = job->out + first;
  if (operation == CK_TANH) {
    if (isSingle) ck_tanh_backward_f32(n, y, g, out);
    else ck_tanh_backward_f64(n, y, g, out);
  } else if (operation == CK_SIGMOID) {
    if (isSingle) ck_sigmoid_backward_f32(n, y, g, out);
    else ck_sigmoid_backward_f64(n, y, g, out);
  } else if (operation == CK_RELU) {
    if (isSingle) ck_relu_backward_f32(n, y, g, out);
    else ck_relu_backward_f64(n, y, g, out);
  }
}

void ck_activation_backward(ck_unary_operation operation, ck_type type, ptrdiff_t n,
                            const void *y, const void *g, void *out) {
  backward_job job = {operation, type, y, g, out};
  ck_parallel(n, ELEMENTS, run_backward, &job);
}
