#include "kernel.h"

#define SQRT(x) _Generic((x), float: sqrtf, double: sqrt)(x)

/// Parameters that are worth handing to another thread.
#define GRAIN 32768

/// Everything that a loop reads. What is left of a factor near 1 is taken off in double precision,
/// before it is rounded.
typedef struct {
  const ck_optimizer_step *step;
  void *a, *b, *c;
  double beta1, beta2, epsilon, gain1, gain2, root, size, ahead, coupled, kept;
  int flag, other_flag;
} job;

// Each loop sees the parameter w, the gradient g as it is to be used, and up to three states.
#define LOOP(NAME, S, T, SETUP, ...) \
  CLONES void ck_##NAME##_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_##NAME##_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const job *j = context; \
    const T sign = j->step->is_maximized ? -1 : 1, coupled = (T)j->coupled, kept = (T)j->kept; \
    const T rate = (T)j->step->rate; \
    T *w = (T *)j->step->parameter + start; \
    const T *gradient = (const T *)j->step->gradient + start; \
    T *a = j->a ? (T *)j->a + start : 0, *b = j->b ? (T *)j->b + start : 0; \
    T *c = j->c ? (T *)j->c + start : 0; \
    const ptrdiff_t n = end - start; \
    (void)a, (void)b, (void)c, (void)rate, (void)kept; \
    SETUP \
    __VA_ARGS__ \
  }
#define EACH_GRADIENT EACH(i, n) { const T g = sign * gradient[i] + coupled * w[i];

#define OPTIMIZERS(S, T_) \
  LOOP(sgd, S, T_, typedef T_ T; const T momentum = (T)j->beta1; const T gain = (T)j->gain1;, \
    if (!a) { \
      EACH_GRADIENT w[i] -= rate * g; } \
    } else if (j->flag) { \
      EACH_GRADIENT \
        a[i] = g; \
        w[i] -= rate * (j->other_flag ? g + momentum * g : g); \
      } \
    } else { \
      EACH_GRADIENT \
        const T velocity = momentum * a[i] + gain * g; \
        a[i] = velocity; \
        w[i] -= rate * (j->other_flag ? g + momentum * velocity : velocity); \
      } \
    }) \
  LOOP(adam, S, T_, typedef T_ T; const T beta2 = (T)j->beta2; const T gain1 = (T)j->gain1; \
       const T gain2 = (T)j->gain2; const T epsilon = (T)j->epsilon; const T root = (T)j->root; \
       const T size = (T)j->size;, \
    EACH(i, n) { \
      const T parameter = w[i] * kept, g = sign * gradient[i] + coupled * parameter; \
      const T first = a[i] + gain1 * (g - a[i]), second = beta2 * b[i] + gain2 * g * g; \
      a[i] = first; \
      b[i] = second; \
      T largest = second; \
      if (c) { \
        largest = second > c[i] || second != second ? second : c[i]; \
        c[i] = largest; \
      } \
      w[i] = parameter - size * (first / (SQRT(largest) * root + epsilon)); \
    }) \
  LOOP(nadam, S, T_, typedef T_ T; const T beta2 = (T)j->beta2; const T gain1 = (T)j->gain1; \
       const T gain2 = (T)j->gain2; const T epsilon = (T)j->epsilon; const T root = (T)j->root; \
       const T size = (T)j->size; const T ahead = (T)j->ahead;, \
    EACH(i, n) { \
      const T parameter = w[i] * kept, g = sign * gradient[i] + coupled * parameter; \
      const T first = a[i] + gain1 * (g - a[i]), second = beta2 * b[i] + gain2 * g * g; \
      a[i] = first; \
      b[i] = second; \
      w[i] = parameter - (size * g + ahead * first) / (SQRT(second) * root + epsilon); \
    }) \
  LOOP(rmsprop, S, T_, typedef T_ T; const T alpha = (T)j->beta1; const T gain = (T)j->gain1; \
       const T epsilon = (T)j->epsilon; const T momentum = (T)j->beta2;, \
    EACH_GRADIENT \
      T squares = alpha * a[i] + gain * g * g; \
      a[i] = squares; \
      if (b) { \
        const T mean = b[i] + gain * (g - b[i]); \
        b[i] = mean; \
        squares -= mean * mean; \
      } \
      T change = g / (SQRT(squares) + epsilon); \
      if (c) { \
        change += momentum * c[i]; \
        c[i] = change; \
      } \
      w[i] -= rate * change; \
    }) \
  LOOP(adagrad, S, T_, typedef T_ T; const T epsilon = (T)j->epsilon;, \
    EACH_GRADIENT \
      const T squares = a[i] + g * g; \
      a[i] = squares; \
      w[i] -= rate * (g / (SQRT(squares) + epsilon)); \
    }) \
  LOOP(adadelta, S, T_, typedef T_ T; const T rho = (T)j->beta1; const T gain = (T)j->gain1; \
       const T epsilon = (T)j->epsilon;, \
    EACH_GRADIENT \
      const T squares = rho * a[i] + gain * g * g; \
      const T change = SQRT(b[i] + epsilon) / SQRT(squares + epsilon) * g; \
      a[i] = squares; \
      b[i] = rho * b[i] + gain * change * change; \
      w[i] -= rate * change; \
    })

OPTIMIZERS(f32, float)
OPTIMIZERS(f64, double)

#define RUN(NAME) \
  if (step->type == CK_FLOAT32) ck_parallel(step->n, GRAIN, ck_##NAME##_f32, &j); \
  else if (step->type == CK_FLOAT64) ck_parallel(step->n, GRAIN, ck_##NAME##_f64, &j)

void ck_sgd(const ck_optimizer_step *step, void *velocity, int is_first, double momentum,
            double dampening, int nesterov) {
  job j = {
    step, .a = velocity, .beta1 = momentum, .gain1 = 1 - dampening, .flag = is_first,
    .other_flag = nesterov, .coupled = step->weight_decay, .kept = 1,
  };
  RUN(sgd);
}

/// Weight decay is either added to the gradient or taken from the parameter.
static void decay(job *j, int is_decoupled) {
  j->coupled = is_decoupled ? 0 : j->step->weight_decay;
  j->kept = is_decoupled ? 1 - j->step->rate * j->step->weight_decay : 1;
}

// m̂ = m/(1 − β₁ᵗ) goes into the step size; √v̂ = √v/√(1 − β₂ᵗ).
void ck_adam(const ck_optimizer_step *step, void *first, void *second, void *greatest,
             int64_t count, double beta1, double beta2, double epsilon, int is_decoupled) {
  job j = {
    step, first, second, greatest, .beta2 = beta2, .gain1 = 1 - beta1, .gain2 = 1 - beta2,
    .epsilon = epsilon, .root = 1 / sqrt(1 - pow(beta2, (double)count)),
    .size = step->rate / (1 - pow(beta1, (double)count)),
  };
  decay(&j, is_decoupled);
  RUN(adam);
}

void ck_nadam(const ck_optimizer_step *step, void *first, void *second, int64_t count,
              double beta1, double beta2, double epsilon, double momentum, double next_momentum,
              double product, int is_decoupled) {
  job j = {
    step, first, second, .beta2 = beta2, .gain1 = 1 - beta1, .gain2 = 1 - beta2,
    .epsilon = epsilon, .root = 1 / sqrt(1 - pow(beta2, (double)count)),
    .size = step->rate * (1 - momentum) / (1 - product),
    .ahead = step->rate * next_momentum / (1 - product * next_momentum),
  };
  decay(&j, is_decoupled);
  RUN(nadam);
}

void ck_rmsprop(const ck_optimizer_step *step, void *squares, void *mean, void *velocity,
                double alpha, double epsilon, double momentum) {
  job j = {
    step, squares, mean, velocity, .beta1 = alpha, .beta2 = momentum, .gain1 = 1 - alpha,
    .epsilon = epsilon, .coupled = step->weight_decay, .kept = 1,
  };
  RUN(rmsprop);
}

void ck_adagrad(const ck_optimizer_step *step, void *squares, double epsilon) {
  job j = {step, squares, .epsilon = epsilon, .coupled = step->weight_decay, .kept = 1};
  RUN(adagrad);
}

void ck_adadelta(const ck_optimizer_step *step, void *squares, void *changes, double rho,
                 double epsilon) {
  job j = {
    step, squares, changes, .beta1 = rho, .gain1 = 1 - rho, .epsilon = epsilon,
    .coupled = step->weight_decay, .kept = 1,
  };
  RUN(adadelta);
}
