#include "functions.h"

// Losses of a prediction y and a target t for each element, and their derivatives after y.
// Logarithms are at least −100, as PyTorch has them.
#define LOSSES(S, T, LOG, EXP, LOG1P, ABS) \
  INLINE T squared_error_##S(T y, T t) { return (y - t) * (y - t); } \
  INLINE T squared_error_slope_##S(T y, T t) { return 2 * (y - t); } \
  INLINE T binary_cross_entropy_##S(T y, T t) { \
    T yes = LOG(y), no = LOG(1 - y); \
    yes = yes < -100 ? -100 : yes; \
    no = no < -100 ? -100 : no; \
    return (t - 1) * no - t * yes; \
  } \
  INLINE T binary_cross_entropy_slope_##S(T y, T t) { \
    T spread = (1 - y) * y; \
    return (y - t) / (spread < (T)1e-12 ? (T)1e-12 : spread); \
  } \
  INLINE T binary_cross_entropy_with_logits_##S(T y, T t) { \
    T negative = y < 0 ? -y : 0; \
    return (1 - t) * y + negative + LOG1P(EXP(-ABS(y))); \
  } \
  INLINE T binary_cross_entropy_with_logits_slope_##S(T y, T t) { return sigmoid_##S(y) - t; }

LOSSES(f32, float, log_f32, exp_f32, log1p_f32, fabsf)
LOSSES(f64, double, log_f64, exp_f64, log1p_f64, fabs)

#define MEAN_LOSS(NAME, S, T) \
  CLONES void ck_##NAME##_##S(ptrdiff_t n, const T *y, const T *t, T *out); \
  CLONES void ck_##NAME##_##S(ptrdiff_t n, const T *y, const T *t, T *out) { \
    double total = 0; \
    T block[64]; \
    for (ptrdiff_t start = 0; start < n; start += 64) { \
      ptrdiff_t count = n - start < 64 ? n - start : 64; \
      const T *ys = y + start, *ts = t + start; \
      EACH(i, count) { block[i] = NAME##_##S(ys[i], ts[i]); } \
      for (ptrdiff_t i = 0; i < count; i++) total += (double)block[i]; \
    } \
    *out = (T)(total / (double)n); \
  } \
  CLONES void ck_##NAME##_backward_##S(ptrdiff_t n, T g, const T *y, const T *t, T *out); \
  CLONES void ck_##NAME##_backward_##S(ptrdiff_t n, T g, const T *y, const T *t, T *out) { \
    const T share = g / (T)n; \
    EACH(i, n) { out[i] = share * NAME##_slope_##S(y[i], t[i]); } \
  }

#define BOTH(NAME) MEAN_LOSS(NAME, f32, float) MEAN_LOSS(NAME, f64, double)

BOTH(squared_error)
BOTH(binary_cross_entropy)
BOTH(binary_cross_entropy_with_logits)

#define CASE(KIND, NAME) \
  case KIND: \
    if (type == CK_FLOAT32) ck_##NAME##_f32(n, y, t, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_f64(n, y, t, out); \
    break;

void ck_mean_loss(ck_loss loss, ck_type type, ptrdiff_t n, const void *y, const void *t,
                  void *out) {
  switch (loss) {
    CASE(CK_SQUARED_ERROR, squared_error)
    CASE(CK_BINARY_CROSS_ENTROPY, binary_cross_entropy)
    CASE(CK_BINARY_CROSS_ENTROPY_WITH_LOGITS, binary_cross_entropy_with_logits)
  }
}

#define BACKWARD_CASE(KIND, NAME) \
  case KIND: \
    if (type == CK_FLOAT32) ck_##NAME##_backward_f32(n, *(const float *)g, y, t, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_backward_f64(n, *(const double *)g, y, t, out); \
    break;

void ck_mean_loss_backward(ck_loss loss, ck_type type, ptrdiff_t n, const void *g, const void *y,
                           const void *t, void *out) {
  switch (loss) {
    BACKWARD_CASE(CK_SQUARED_ERROR, squared_error)
    BACKWARD_CASE(CK_BINARY_CROSS_ENTROPY, binary_cross_entropy)
    BACKWARD_CASE(CK_BINARY_CROSS_ENTROPY_WITH_LOGITS, binary_cross_entropy_with_logits)
  }
}
