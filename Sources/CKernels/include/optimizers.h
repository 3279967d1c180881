#pragma once

// One step of an optimizer on contiguous arrays of n numbers, as PyTorch's. Floating point only.

/// What all of them know. `gradient` is used as it is, with its sign turned to climb, and with
/// `weight_decay` times the parameter added.
typedef struct {
  ck_type type;
  ptrdiff_t n;
  void *parameter;
  const void *gradient;
  double rate, weight_decay;
  int is_maximized;
} ck_optimizer_step;

/// Stochastic gradient descent. `velocity` may be null when momentum is 0; `is_first` starts it at
/// the gradient.
void ck_sgd(const ck_optimizer_step *step, void *velocity, int is_first, double momentum,
            double dampening, int nesterov);

/// Adam. `count` numbers the step, from 1; `greatest` is null without AMSGrad. With
/// `is_decoupled`, weight decay shrinks the parameter itself (AdamW).
void ck_adam(const ck_optimizer_step *step, void *first, void *second, void *greatest,
             int64_t count, double beta1, double beta2, double epsilon, int is_decoupled);

/// NAdam: Adam with Nesterov's momentum. `momentum` is μₜ, `next_momentum` μₜ₊₁ and `product` that
/// of all μ up to t.
void ck_nadam(const ck_optimizer_step *step, void *first, void *second, int64_t count,
              double beta1, double beta2, double epsilon, double momentum, double next_momentum,
              double product, int is_decoupled);

/// RMSprop. `mean` (of the gradient, where it is centred) and `velocity` may be null.
void ck_rmsprop(const ck_optimizer_step *step, void *squares, void *mean, void *velocity,
                double alpha, double epsilon, double momentum);

/// Adagrad, with the rate of this step.
void ck_adagrad(const ck_optimizer_step *step, void *squares, double epsilon);

/// Adadelta.
void ck_adadelta(const ck_optimizer_step *step, void *squares, void *changes, double rho,
                 double epsilon);
