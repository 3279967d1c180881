#include "functions.h"

#define EXP(x) _Generic((x), float: exp_f32, double: exp_f64)(x)
#define EXPM1(x) _Generic((x), float: expm1_f32, double: expm1_f64)(x)
#define LOG1P(x) _Generic((x), float: log1p_f32, double: log1p_f64)(x)
#define TANH(x) _Generic((x), float: tanh_f32, double: tanh_f64)(x)
#define SIGMOID(x) _Generic((x), float: sigmoid_f32, double: sigmoid_f64)(x)
#define ABS(x) _Generic((x), float: fabsf, double: fabs)(x)

// Comparisons stand so that NaN passes through.
#define CLAMP(x, low, high) ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))

#define TANH_GELU_INNER(x) ((T)0.79788456080286535588 * ((x) + (T)0.044715 * (x) * (x) * (x)))
#define TANH_GELU_SLOPE(x) ((T)0.79788456080286535588 * (1 + (T)0.134145 * (x) * (x)))

// With e = eˣ, tanh log(1 + e) = e(e + 2)/(e(e + 2) + 2); beyond 20 it is 1.
INLINE float tanh_softplus_f32(float x) {
  float e = exp_f32(x > 20 ? 20 : x), n = e * (e + 2);
  return n / (n + 2);
}
INLINE double tanh_softplus_f64(double x) {
  double e = exp_f64(x > 20 ? 20 : x), n = e * (e + 2);
  return n / (n + 2);
}
#define TANH_SOFTPLUS(x) _Generic((x), float: tanh_softplus_f32, double: tanh_softplus_f64)(x)

#define GELU(SUFFIX, T) \
  INLINE T gelu##SUFFIX(T x) { T density; return x * normal##SUFFIX(x, &density); } \
  INLINE T gelu_slope##SUFFIX(T x) { \
    T density, below = normal##SUFFIX(x, &density); \
    return below + x * density; \
  }
GELU(_f32, float)
GELU(_f64, double)
#define GELU_OF(x) _Generic((x), float: gelu_f32, double: gelu_f64)(x)
#define GELU_SLOPE_OF(x) _Generic((x), float: gelu_slope_f32, double: gelu_slope_f64)(x)

#define LOOPS(NAME, TYPE, SUFFIX, Y, DY) \
  CLONES void NAME##SUFFIX(ptrdiff_t n, const TYPE *x_, TYPE a, TYPE b, TYPE c, TYPE *out); \
  CLONES void NAME##SUFFIX(ptrdiff_t n, const TYPE *x_, TYPE a, TYPE b, TYPE c, TYPE *out) { \
    typedef TYPE T; \
    (void)a, (void)b, (void)c; \
    EACH(i, n) { T x = x_[i]; out[i] = Y; } \
  } \
  CLONES void NAME##_backward##SUFFIX(ptrdiff_t n, const TYPE *x_, const TYPE *g_, TYPE a, TYPE b, \
                                      TYPE c, TYPE *out); \
  CLONES void NAME##_backward##SUFFIX(ptrdiff_t n, const TYPE *x_, const TYPE *g_, TYPE a, TYPE b, \
                                      TYPE c, TYPE *out) { \
    typedef TYPE T; \
    (void)a, (void)b, (void)c; \
    EACH(i, n) { T x = x_[i], g = g_[i]; out[i] = DY; } \
  }

#define ACTIVATION(NAME, Y, DY) \
  LOOPS(ck_##NAME, float, _f32, Y, DY) \
  LOOPS(ck_##NAME, double, _f64, Y, DY)

ACTIVATION(leaky_relu, x > 0 ? x : x * a, x > 0 ? g : g * a)
ACTIVATION(elu, x <= 0 ? EXPM1(x * c) * a : x * b, x <= 0 ? g * c * a * EXP(x * c) : g * b)
ACTIVATION(gelu, GELU_OF(x), g * GELU_SLOPE_OF(x))
// ½ (1 + tanh u) = σ(2u), which keeps its digits where it is small.
ACTIVATION(gelu_tanh, x * SIGMOID(2 * TANH_GELU_INNER(x)),
           g * SIGMOID(2 * TANH_GELU_INNER(x))
           * (1 + x * SIGMOID(-2 * TANH_GELU_INNER(x)) * 2 * TANH_GELU_SLOPE(x)))
ACTIVATION(silu, x * SIGMOID(x), g * SIGMOID(x) * (1 + x * (1 - SIGMOID(x))))
ACTIVATION(mish, x * TANH_SOFTPLUS(x),
           g * (TANH_SOFTPLUS(x)
                + x * SIGMOID(x) * (1 - TANH_SOFTPLUS(x) * TANH_SOFTPLUS(x))))
ACTIVATION(hardtanh, CLAMP(x, a, b), x <= a || x >= b ? 0 : g)
ACTIVATION(hardsigmoid, CLAMP(x + 3, 0, 6) / 6, x > -3 && x < 3 ? g / 6 : 0)
ACTIVATION(hardswish, x * CLAMP(x + 3, 0, 6) / 6,
           x <= -3 ? 0 : x < 3 ? g * (x / 3 + (T)0.5) : g)
ACTIVATION(sharp_softplus, x * a > b ? x : LOG1P(EXP(x * a)) / a,
           x * a > b ? g : g * SIGMOID(x * a))
ACTIVATION(softsign, x / (1 + ABS(x)), g / ((1 + ABS(x)) * (1 + ABS(x))))
ACTIVATION(tanhshrink, x - TANH(x), g * TANH(x) * TANH(x))
ACTIVATION(hardshrink, x >= -a && x <= a ? 0 : x, x >= -a && x <= a ? 0 : g)
ACTIVATION(softshrink, x > a ? x - a : x < -a ? x + a : x * 0, x >= -a && x <= a ? 0 : g)
ACTIVATION(log_sigmoid, (x > 0 ? 0 : x) - LOG1P(EXP(-ABS(x))), g * SIGMOID(-x))
ACTIVATION(threshold, x <= a ? b : x, x <= a ? 0 : g)

#define CASES(CASE) \
  CASE(CK_LEAKY_RELU, leaky_relu) \
  CASE(CK_ELU, elu) \
  CASE(CK_GELU, gelu) \
  CASE(CK_GELU_TANH, gelu_tanh) \
  CASE(CK_SILU, silu) \
  CASE(CK_MISH, mish) \
  CASE(CK_HARDTANH, hardtanh) \
  CASE(CK_HARDSIGMOID, hardsigmoid) \
  CASE(CK_HARDSWISH, hardswish) \
  CASE(CK_SHARP_SOFTPLUS, sharp_softplus) \
  CASE(CK_SOFTSIGN, softsign) \
  CASE(CK_TANHSHRINK, tanhshrink) \
  CASE(CK_HARDSHRINK, hardshrink) \
  CASE(CK_SOFTSHRINK, softshrink) \
  CASE(CK_LOG_SIGMOID, log_sigmoid) \
  CASE(CK_THRESHOLD, threshold)

typedef struct {
  ck_activation function;
  ck_type type;
  const char *x, *g;
  double a, b, c;
  char *out;
} activation_job;

static void activate(ptrdiff_t start, ptrdiff_t end, void *context) {
  const activation_job *job = context;
  const ck_type type = job->type;
  const ptrdiff_t n = end - start, first = start * size_of(type);
  const void *x = job->x + first;
  void *out = job->out + first;
  const double a = job->a, b = job->b, c = job->c;
  switch (job->function) {
#define FORWARD(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) ck_##NAME##_f32(n, x, (float)a, (float)b, (float)c, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_f64(n, x, a, b, c, out); \
    break;
    CASES(FORWARD)
  }
}

static void activate_backward(ptrdiff_t start, ptrdiff_t end, void *context) {
  const activation_job *job = context;
  const ck_type type = job->type;
  const ptrdiff_t n = end - start, first = start * size_of(type);
  const void *x = job->x + first, *g = job->g + first;
  void *out = job->out + first;
  const double a = job->a, b = job->b, c = job->c;
  switch (job->function) {
#define BACKWARD(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) ck_##NAME##_backward_f32(n, x, g, (float)a, (float)b, (float)c, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_backward_f64(n, x, g, a, b, c, out); \
    break;
    CASES(BACKWARD)
  }
}

void ck_activate(ck_activation function, ck_type type, ptrdiff_t n, const void *x, double a,
                 double b, double c, void *out) {
  activation_job job = {function, type, x, 0, a, b, c, out};
  ck_parallel(n, ELEMENTS, activate, &job);
}

void ck_activate_backward(ck_activation function, ck_type type, ptrdiff_t n, const void *x,
                          const void *g, double a, double b, double c, void *out) {
  activation_job job = {function, type, x, g, a, b, c, out};
  ck_parallel(n, ELEMENTS, activate_backward, &job);
}

// With a single slope for each place of a row (n = 1) the loop runs over the channels.
#define PRELU(NAME, T) \
  CLONES void NAME(ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const T *x, const T *w, \
                   T *out); \
  CLONES void NAME(ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const T *x, const T *w, \
                   T *out) { \
    if (n == 1) { \
      for (ptrdiff_t p = 0; p + channels <= planes; p += channels, x += channels, out += channels) \
        EACH(i, channels) { out[i] = x[i] > 0 ? x[i] : w[i] * x[i]; } \
      return; \
    } \
    for (ptrdiff_t p = 0; p < planes; p++, x += n, out += n) { \
      T slope = w[p % channels]; \
      EACH(i, n) { out[i] = x[i] > 0 ? x[i] : slope * x[i]; } \
    } \
  } \
  CLONES void NAME##_backward(ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const T *x, \
                              const T *w, const T *g, T *dx, T *dw); \
  CLONES void NAME##_backward(ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const T *x, \
                              const T *w, const T *g, T *dx, T *dw) { \
    for (ptrdiff_t c = 0; c < channels; c++) dw[c] = 0; \
    if (n == 1) { \
      for (ptrdiff_t p = 0; p + channels <= planes; \
           p += channels, x += channels, g += channels, dx += channels) \
        EACH(i, channels) { \
          dw[i] += x[i] > 0 ? 0 : g[i] * x[i]; \
          dx[i] = x[i] > 0 ? g[i] : w[i] * g[i]; \
        } \
      return; \
    } \
    for (ptrdiff_t p = 0; p < planes; p++, x += n, g += n, dx += n) { \
      ANY_ORDER \
      T slope = w[p % channels]; \
      double total = 0; \
      for (ptrdiff_t i = 0; i < n; i++) total += x[i] > 0 ? 0 : (double)g[i] * x[i]; \
      dw[p % channels] += (T)total; \
      EACH(i, n) { dx[i] = x[i] > 0 ? g[i] : slope * g[i]; } \
    } \
  }

PRELU(ck_prelu_f32, float)
PRELU(ck_prelu_f64, double)

void ck_prelu(ck_type type, ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const void *x,
              const void *w, void *out) {
  if (type == CK_FLOAT32) ck_prelu_f32(planes, channels, n, x, w, out);
  else if (type == CK_FLOAT64) ck_prelu_f64(planes, channels, n, x, w, out);
}

void ck_prelu_backward(ck_type type, ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n,
                       const void *x, const void *w, const void *g, void *dx, void *dw) {
  if (type == CK_FLOAT32) ck_prelu_f32_backward(planes, channels, n, x, w, g, dx, dw);
  else if (type == CK_FLOAT64) ck_prelu_f64_backward(planes, channels, n, x, w, g, dx, dw);
}

#define GLU(NAME, T) \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *x, T *out); \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *x, T *out) { \
    for (ptrdiff_t r = 0; r < rows; r++, x += 2 * n, out += n) \
      EACH(i, n) { out[i] = x[i] * SIGMOID(x[n + i]); } \
  } \
  CLONES void NAME##_backward(ptrdiff_t rows, ptrdiff_t n, const T *x, const T *g, T *out); \
  CLONES void NAME##_backward(ptrdiff_t rows, ptrdiff_t n, const T *x, const T *g, T *out) { \
    for (ptrdiff_t r = 0; r < rows; r++, x += 2 * n, g += n, out += 2 * n) \
      EACH(i, n) { \
        T gate = SIGMOID(x[n + i]); \
        out[i] = g[i] * gate; \
        out[n + i] = g[i] * x[i] * gate * (1 - gate); \
      } \
  }

GLU(ck_glu_f32, float)
GLU(ck_glu_f64, double)

void ck_glu(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, void *out) {
  if (type == CK_FLOAT32) ck_glu_f32(rows, n, x, out);
  else if (type == CK_FLOAT64) ck_glu_f64(rows, n, x, out);
}

void ck_glu_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, const void *g,
                     void *out) {
  if (type == CK_FLOAT32) ck_glu_f32_backward(rows, n, x, g, out);
  else if (type == CK_FLOAT64) ck_glu_f64_backward(rows, n, x, g, out);
}
