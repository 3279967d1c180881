#pragma once

// Cross-entropy of rows of logits or of log-probabilities, floating point only. Targets are class
// numbers; a row whose target is `ignored` costs nothing. Class weights may be null.

typedef struct {
  ck_type type;
  ptrdiff_t rows, classes;
  const int64_t *targets;
  const void *weight;
  int64_t ignored;
  /// How much of each target is spread evenly over all classes.
  double smoothing;
} ck_targets;

/// The number of the first row whose target is no class and not `ignored`; −1 if there is none.
ptrdiff_t ck_wrong_target(const ck_targets *targets);

/// The sum of the weights of all targets: what a mean is divided by.
double ck_total_weight(const ck_targets *targets);

/// losses[i] = cross-entropy of softmax(logits) of row i; log_sums[2i] is its largest logit and
/// log_sums[2i + 1] how much log Σ exp of its logits is above that.
void ck_cross_entropy(const ck_targets *targets, const void *logits, void *losses,
                      void *log_sums);

/// out = g[i · step] · ∂losses[i]/∂logits. `out` may be `logits`.
void ck_cross_entropy_backward(const ck_targets *targets, const void *logits, const void *log_sums,
                               const void *g, ptrdiff_t step, void *out);

/// The same for targets that are probabilities, rows × classes; `targets` has none.
void ck_soft_cross_entropy(const ck_targets *targets, const void *probabilities,
                           const void *logits, void *losses, void *log_sums);
/// Either gradient may be null.
void ck_soft_cross_entropy_backward(const ck_targets *targets, const void *probabilities,
                                    const void *logits, const void *log_sums, const void *g,
                                    ptrdiff_t step, void *d_logits, void *d_probabilities);

/// losses[i] = −weight · x of the target, for log-probabilities x.
void ck_nll(const ck_targets *targets, const void *x, void *losses);
void ck_nll_backward(const ck_targets *targets, const void *g, ptrdiff_t step, void *out);

/// The cross-entropy of logits x Wᵀ + b, a block of rows at a time: x is rows × inputs, W classes
/// × inputs, b may be null. Each loss counts `factor` times in the gradients, each of which may be
/// null. `scratch` has room for ck_linear_cross_entropy_scratch elements.
typedef struct {
  ptrdiff_t inputs;
  const void *x, *w, *b;
  double factor;
  void *losses, *dx, *dw, *db, *scratch;
} ck_linear_logits;

ptrdiff_t ck_linear_cross_entropy_scratch(const ck_targets *targets, ptrdiff_t inputs);
void ck_linear_cross_entropy(const ck_targets *targets, const ck_linear_logits *linear);
