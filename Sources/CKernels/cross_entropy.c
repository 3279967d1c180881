#include "functions.h"

#define EXP(x) _Generic((x), float: exp_f32, double: exp_f64)(x)
#define LOG(x) _Generic((x), float: log_f32, double: log_f64)(x)

#define SIDE 32

ptrdiff_t ck_wrong_target(const ck_targets *t) {
  for (ptrdiff_t i = 0; i < t->rows; i++) {
    const int64_t target = t->targets[i];
    if ((target < 0 || target >= t->classes) && target != t->ignored) return i;
  }
  return -1;
}

double ck_total_weight(const ck_targets *t) {
  double total = 0;
  for (ptrdiff_t i = 0; i < t->rows; i++) {
    const int64_t target = t->targets[i];
    if (target == t->ignored) continue;
    if (!t->weight) total += 1;
    else if (t->type == CK_FLOAT32) total += (double)((const float *)t->weight)[target];
    else total += ((const double *)t->weight)[target];
  }
  return total;
}

typedef struct {
  const ck_targets *targets;
  const void *logits, *probabilities, *g;
  ptrdiff_t step;
  void *losses, *log_sums, *out, *d_probabilities;
} job;

#define KERNEL(NAME) \
  CLONES void NAME(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void NAME(ptrdiff_t start, ptrdiff_t end, void *context)

// The logarithm of a row's sum is kept apart from its largest logit, so that a sure prediction
// keeps its digits. Exponentials are summed as they are over neighbours, and these in double.
#define ROWS(S, T) \
  /* −log p and p of a logit, where the order of subtraction matters */ \
  INLINE T cost_##S(T z, T largest, T rest) { return rest + (largest - z); } \
  INLINE T chance_##S(T z, T largest, T rest) { return EXP(z - largest - rest); } \
  INLINE void log_sum_##S(ptrdiff_t n, const T *z, T *parts) { \
    ANY_ORDER \
    T side[SIDE], largest = -(T)INFINITY; \
    for (int s = 0; s < SIDE; s++) side[s] = largest; \
    ptrdiff_t j = 0; \
    for (; j + SIDE <= n; j += SIDE) \
      for (int s = 0; s < SIDE; s++) side[s] = z[j + s] > side[s] ? z[j + s] : side[s]; \
    for (; j < n; j++) largest = z[j] > largest ? z[j] : largest; \
    for (int s = 0; s < SIDE; s++) largest = side[s] > largest ? side[s] : largest; \
    double total = 0; \
    for (ptrdiff_t first = 0; first < n; first += 1024) { \
      const ptrdiff_t end = n - first < 1024 ? n : first + 1024; \
      T sum = 0; \
      for (ptrdiff_t k = first; k < end; k++) sum += EXP(z[k] - largest); \
      total += sum; \
    } \
    parts[0] = largest; \
    parts[1] = LOG((T)total); \
  } \
  KERNEL(ck_cross_entropy_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    for (ptrdiff_t i = start; i < end; i++) { \
      ANY_ORDER \
      const T *z = (const T *)j->logits + i * t->classes; \
      T *parts = (T *)j->log_sums + 2 * i; \
      log_sum_##S(t->classes, z, parts); \
      const T largest = parts[0], rest = parts[1]; \
      const int64_t target = t->targets[i]; \
      T loss = 0; \
      if (target != t->ignored) { \
        const T share = (T)t->smoothing / (T)t->classes; \
        loss = (1 - (T)t->smoothing) * (weight ? weight[target] : 1) \
               * cost_##S(z[target], largest, rest); \
        if (share != 0) { \
          T even = 0; \
          for (ptrdiff_t c = 0; c < t->classes; c++) \
            even += (weight ? weight[c] : 1) * cost_##S(z[c], largest, rest); \
          loss += share * even; \
        } \
      } \
      ((T *)j->losses)[i] = loss; \
    } \
  } \
  KERNEL(ck_cross_entropy_back_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    const T share = (T)t->smoothing / (T)t->classes; \
    T even = (T)t->classes; \
    if (weight) { \
      ANY_ORDER \
      even = 0; \
      for (ptrdiff_t c = 0; c < t->classes; c++) even += weight[c]; \
    } \
    for (ptrdiff_t i = start; i < end; i++) { \
      const T *z = (const T *)j->logits + i * t->classes; \
      T *out = (T *)j->out + i * t->classes; \
      const int64_t target = t->targets[i]; \
      if (target == t->ignored) { \
        EACH(c, t->classes) { out[c] = 0; } \
        continue; \
      } \
      const T g = ((const T *)j->g)[i * j->step]; \
      const T *parts = (const T *)j->log_sums + 2 * i, largest = parts[0], rest = parts[1]; \
      const T certain = (1 - (T)t->smoothing) * (weight ? weight[target] : 1); \
      const T whole = g * (certain + share * even); \
      if (share != 0 && weight) { \
        EACH(c, t->classes) { \
          out[c] = whole * chance_##S(z[c], largest, rest) - g * share * weight[c]; \
        } \
      } else { \
        EACH(c, t->classes) { out[c] = whole * chance_##S(z[c], largest, rest) - g * share; } \
      } \
      out[target] -= g * certain; \
    } \
  } \
  KERNEL(ck_soft_cross_entropy_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    const T share = (T)t->smoothing / (T)t->classes, kept = 1 - (T)t->smoothing; \
    for (ptrdiff_t i = start; i < end; i++) { \
      ANY_ORDER \
      const T *z = (const T *)j->logits + i * t->classes; \
      const T *p = (const T *)j->probabilities + i * t->classes; \
      T *parts = (T *)j->log_sums + 2 * i; \
      log_sum_##S(t->classes, z, parts); \
      const T largest = parts[0], rest = parts[1]; \
      T loss = 0; \
      for (ptrdiff_t c = 0; c < t->classes; c++) \
        loss += (kept * p[c] + share) * (weight ? weight[c] : 1) * cost_##S(z[c], largest, rest); \
      ((T *)j->losses)[i] = loss; \
    } \
  } \
  KERNEL(ck_soft_cross_entropy_back_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    const T share = (T)t->smoothing / (T)t->classes, kept = 1 - (T)t->smoothing; \
    for (ptrdiff_t i = start; i < end; i++) { \
      ANY_ORDER \
      const T *z = (const T *)j->logits + i * t->classes; \
      const T *p = (const T *)j->probabilities + i * t->classes; \
      T *dz = j->out ? (T *)j->out + i * t->classes : 0; \
      T *dp = j->d_probabilities ? (T *)j->d_probabilities + i * t->classes : 0; \
      const T g = ((const T *)j->g)[i * j->step]; \
      const T *parts = (const T *)j->log_sums + 2 * i, largest = parts[0], rest = parts[1]; \
      T whole = 0; \
      for (ptrdiff_t c = 0; c < t->classes; c++) \
        whole += (kept * p[c] + share) * (weight ? weight[c] : 1); \
      if (dp) { \
        EACH(c, t->classes) { \
          dp[c] = g * kept * (weight ? weight[c] : 1) * cost_##S(z[c], largest, rest); \
        } \
      } \
      if (dz) { \
        EACH(c, t->classes) { \
          T target = (kept * p[c] + share) * (weight ? weight[c] : 1); \
          dz[c] = g * (chance_##S(z[c], largest, rest) * whole - target); \
        } \
      } \
    } \
  } \
  KERNEL(ck_nll_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    for (ptrdiff_t i = start; i < end; i++) { \
      const int64_t target = t->targets[i]; \
      ((T *)j->losses)[i] = target == t->ignored ? 0 \
          : -(weight ? weight[target] : 1) * ((const T *)j->logits)[i * t->classes + target]; \
    } \
  } \
  KERNEL(ck_nll_back_##S) { \
    const job *j = context; \
    const ck_targets *t = j->targets; \
    const T *weight = t->weight; \
    for (ptrdiff_t i = start; i < end; i++) { \
      T *out = (T *)j->out + i * t->classes; \
      const int64_t target = t->targets[i]; \
      EACH(c, t->classes) { out[c] = 0; } \
      if (target != t->ignored) \
        out[target] = -(weight ? weight[target] : 1) * ((const T *)j->g)[i * j->step]; \
    } \
  }

ROWS(f32, float)
ROWS(f64, double)

static void run(ck_range_function *single, ck_range_function *twice, const job *j) {
  const ck_targets *t = j->targets;
  const ptrdiff_t grain = t->classes < 1 ? t->rows : 8192 / t->classes + 1;
  ck_parallel(t->rows, grain, t->type == CK_FLOAT32 ? single : twice, (void *)j);
}

void ck_cross_entropy(const ck_targets *targets, const void *logits, void *losses,
                      void *log_sums) {
  job j = {targets, .logits = logits, .losses = losses, .log_sums = log_sums};
  run(ck_cross_entropy_f32, ck_cross_entropy_f64, &j);
}

void ck_cross_entropy_backward(const ck_targets *targets, const void *logits, const void *log_sums,
                               const void *g, ptrdiff_t step, void *out) {
  job j = {
    targets, .logits = logits, .log_sums = (void *)log_sums, .g = g, .step = step, .out = out,
  };
  run(ck_cross_entropy_back_f32, ck_cross_entropy_back_f64, &j);
}

void ck_soft_cross_entropy(const ck_targets *targets, const void *probabilities,
                           const void *logits, void *losses, void *log_sums) {
  job j = {
    targets, .logits = logits, .probabilities = probabilities, .losses = losses,
    .log_sums = log_sums,
  };
  run(ck_soft_cross_entropy_f32, ck_soft_cross_entropy_f64, &j);
}

void ck_soft_cross_entropy_backward(const ck_targets *targets, const void *probabilities,
                                    const void *logits, const void *log_sums, const void *g,
                                    ptrdiff_t step, void *d_logits, void *d_probabilities) {
  job j = {
    targets, .logits = logits, .probabilities = probabilities, .log_sums = (void *)log_sums,
    .g = g, .step = step, .out = d_logits, .d_probabilities = d_probabilities,
  };
  run(ck_soft_cross_entropy_back_f32, ck_soft_cross_entropy_back_f64, &j);
}

void ck_nll(const ck_targets *targets, const void *x, void *losses) {
  job j = {targets, .logits = x, .losses = losses};
  run(ck_nll_f32, ck_nll_f64, &j);
}

void ck_nll_backward(const ck_targets *targets, const void *g, ptrdiff_t step, void *out) {
  job j = {targets, .g = g, .step = step, .out = out};
  run(ck_nll_back_f32, ck_nll_back_f64, &j);
}

// MARK: From the last layer's inputs

/// Logits of a block of rows: enough rows that packing the weights pays, few enough for the cache.
#define BLOCK (1 << 20)

INLINE ptrdiff_t block_rows(const ck_targets *t) {
  const ptrdiff_t rows = BLOCK / (t->classes < 1 ? 1 : t->classes) / 14 * 14;
  return rows < 56 ? 56 : rows > 448 ? 448 : rows;
}

ptrdiff_t ck_linear_cross_entropy_scratch(const ck_targets *t, ptrdiff_t inputs) {
  // The weights of the classes in columns, the logits of a block and their logarithms of sums.
  return t->classes * inputs + block_rows(t) * (t->classes + 2);
}

#define LINEAR(S, T) \
  static void transpose_##S(ptrdiff_t rows, ptrdiff_t columns, const T *a, T *out) { \
    for (ptrdiff_t i = 0; i < rows; i += 16) \
      for (ptrdiff_t j = 0; j < columns; j++) \
        for (ptrdiff_t k = i; k < rows && k < i + 16; k++) out[j * rows + k] = a[k * columns + j]; \
  } \
  CLONES void ck_add_columns_##S(ptrdiff_t rows, ptrdiff_t n, const T *a, T *out); \
  CLONES void ck_add_columns_##S(ptrdiff_t rows, ptrdiff_t n, const T *a, T *out) { \
    for (ptrdiff_t i = 0; i < rows; i++, a += n) EACH(j, n) { out[j] += a[j]; } \
  } \
  static void linear_cross_entropy_##S(const ck_targets *t, const ck_linear_logits *l) { \
    const ptrdiff_t n = t->classes, k = l->inputs; \
    const T *x = l->x, factor = (T)l->factor; \
    T *columns = l->scratch, *logits = columns + n * k, *log_sums = logits + block_rows(t) * n; \
    T *dx = l->dx, *dw = l->dw, *db = l->db, *losses = l->losses; \
    const ck_epilogue bias = {.column_bias = l->b}; \
    transpose_##S(n, k, l->w, columns); \
    if (db) memset(db, 0, (size_t)n * sizeof(T)); \
    if (dw && t->rows == 0) memset(dw, 0, (size_t)(n * k) * sizeof(T)); \
    for (ptrdiff_t first = 0; first < t->rows; first += block_rows(t)) { \
      ck_targets block = *t; \
      block.targets += first; \
      block.rows = t->rows - first < block_rows(t) ? t->rows - first : block_rows(t); \
      ck_gemm(t->type, 0, 0, block.rows, n, k, 1, x + first * k, k, columns, n, 0, logits, n, \
              &bias); \
      ck_cross_entropy(&block, logits, losses + first, log_sums); \
      if (!dx && !dw && !db) continue; \
      ck_cross_entropy_backward(&block, logits, log_sums, &factor, 0, logits); \
      if (dx) \
        ck_gemm(t->type, 0, 0, block.rows, k, n, 1, logits, n, l->w, k, 0, dx + first * k, k, 0); \
      if (dw) \
        ck_gemm(t->type, 1, 0, n, k, block.rows, 1, logits, n, x + first * k, k, first > 0, dw, k, \
                0); \
      if (db) ck_add_columns_##S(block.rows, n, logits, db); \
    } \
  }

LINEAR(f32, float)
LINEAR(f64, double)

void ck_linear_cross_entropy(const ck_targets *targets, const ck_linear_logits *linear) {
  if (targets->type == CK_FLOAT32) linear_cross_entropy_f32(targets, linear);
  else if (targets->type == CK_FLOAT64) linear_cross_entropy_f64(targets, linear);
}
