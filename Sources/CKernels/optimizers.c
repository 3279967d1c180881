#include "kernel.h"

// What is left of a factor near 1 is taken off in double precision, before it is rounded.

#define SGD(NAME, T) \
  CLONES void NAME(ptrdiff_t n, T *w, const T *gradient, T *v, int isFirst, T rate, T momentum, \
                   T gain, int nesterov, T decay); \
  CLONES void NAME(ptrdiff_t n, T *w, const T *gradient, T *v, int isFirst, T rate, T momentum, \
                   T gain, int nesterov, T decay) { \
    if (v == NULL) { \
      EACH(i, n) { w[i] -= rate * (gradient[i] + decay * w[i]); } \
      return; \
    } \
    EACH(i, n) { \
      T g = gradient[i] + decay * w[i]; \
      T velocity = isFirst ? g : momentum * v[i] + gain * g; \
      v[i] = velocity; \
      w[i] -= rate * (nesterov ? g + momentum * velocity : velocity); \
    } \
  }

SGD(ck_sgd_f32, float)
SGD(ck_sgd_f64, double)

void ck_sgd(ck_type type, ptrdiff_t n, void *parameter, const void *gradient, void *velocity,
            int is_first, double rate, double momentum, double dampening, int nesterov,
            double weight_decay) {
  if (type == CK_FLOAT32)
    ck_sgd_f32(n, parameter, gradient, velocity, is_first, (float)rate, (float)momentum,
               (float)(1 - dampening), nesterov, (float)weight_decay);
  else if (type == CK_FLOAT64)
    ck_sgd_f64(n, parameter, gradient, velocity, is_first, rate, momentum, 1 - dampening, nesterov,
               weight_decay);
}

#define ADAM(NAME, T, SQRT) \
  CLONES void NAME(ptrdiff_t n, T *w, const T *gradient, T *m, T *v, T stepSize, T root, \
                   T gain1, T beta2, T gain2, T epsilon, T coupled, T kept); \
  CLONES void NAME(ptrdiff_t n, T *w, const T *gradient, T *m, T *v, T stepSize, T root, \
                   T gain1, T beta2, T gain2, T epsilon, T coupled, T kept) { \
    EACH(i, n) { \
      T parameter = w[i] * kept; \
      T g = gradient[i] + coupled * parameter; \
      T first = m[i] + gain1 * (g - m[i]); \
      T second = beta2 * v[i] + gain2 * g * g; \
      m[i] = first; \
      v[i] = second; \
      w[i] = parameter - stepSize * (first / (SQRT(second) / root + epsilon)); \
    } \
  }

ADAM(ck_adam_f32, float, sqrtf)
ADAM(ck_adam_f64, double, sqrt)

// m̂ = m/(1 − β₁ᵗ) goes into the step size; √v̂ = √v/√(1 − β₂ᵗ).
void ck_adam(ck_type type, ptrdiff_t n, void *parameter, const void *gradient, void *first,
             void *second, int64_t step, double rate, double beta1, double beta2, double epsilon,
             double weight_decay, int is_decoupled) {
  double stepSize = rate / (1 - pow(beta1, (double)step));
  double root = sqrt(1 - pow(beta2, (double)step));
  double coupled = is_decoupled ? 0 : weight_decay;
  double kept = is_decoupled ? 1 - rate * weight_decay : 1;
  if (type == CK_FLOAT32)
    ck_adam_f32(n, parameter, gradient, first, second, (float)stepSize, (float)root,
                (float)(1 - beta1), (float)beta2, (float)(1 - beta2), (float)epsilon,
                (float)coupled, (float)kept);
  else if (type == CK_FLOAT64)
    ck_adam_f64(n, parameter, gradient, first, second, stepSize, root, 1 - beta1, beta2,
                1 - beta2, epsilon, coupled, kept);
}
