#include "functions.h"
#include "workspace.h"

// The scores of a block of queries stay in the cache, and are computed again for the backward pass
// from q, k and the logarithm of their sum, after Dao et al., "FlashAttention" (2022).

#define EXP(x) _Generic((x), float: exp_f32, double: exp_f64)(x)
#define LOG(x) _Generic((x), float: log_f32, double: log_f64)(x)

// Neighbouring elements that are compared or summed side by side.
#define SIDE 16
#define EACH_KEY(j, n) \
  _Pragma("clang loop vectorize(assume_safety) vectorize_predicate(enable)") \
  for (ptrdiff_t j = 0; j < (n); j++)

typedef struct {
  ptrdiff_t rows, keys, row_length;
  /// The number of the first query, for a causal mask; −1 without.
  ptrdiff_t first;
  const void *mask;
  ptrdiff_t mask_row, mask_column;
  int is_mask_boolean;
} block;

/// Keys that query i of a block sees by its place.
INLINE ptrdiff_t visible(const block *b, ptrdiff_t i) {
  return b->first >= 0 && b->first + i + 1 < b->keys ? b->first + i + 1 : b->keys;
}

#define ATTENTION_KERNELS(S, T) \
  INLINE void add_mask_##S(const block *b, ptrdiff_t i, ptrdiff_t n, T *scores) { \
    const ptrdiff_t step = b->mask_column; \
    if (b->is_mask_boolean) { \
      const uint8_t *mask = (const uint8_t *)b->mask + i * b->mask_row; \
      EACH_KEY(j, n) { scores[j] = mask[j * step] ? scores[j] : -(T)INFINITY; } \
    } else if (step == 1) { \
      const T *mask = (const T *)b->mask + i * b->mask_row; \
      EACH_KEY(j, n) { scores[j] += mask[j]; } \
    } else { \
      const T *mask = (const T *)b->mask + i * b->mask_row; \
      for (ptrdiff_t j = 0; j < n; j++) scores[j] += mask[j * step]; \
    } \
  } \
  INLINE T largest_##S(ptrdiff_t n, const T *x) { \
    T side[SIDE], largest = -(T)INFINITY; \
    for (int s = 0; s < SIDE; s++) side[s] = largest; \
    ptrdiff_t j = 0; \
    for (; j + SIDE <= n; j += SIDE) \
      for (int s = 0; s < SIDE; s++) side[s] = x[j + s] > side[s] ? x[j + s] : side[s]; \
    for (; j < n; j++) largest = x[j] > largest ? x[j] : largest; \
    for (int s = 0; s < SIDE; s++) largest = side[s] > largest ? side[s] : largest; \
    return largest; \
  } \
  /* Scores become weights that sum to 1; log_sums of each row is kept. */ \
  CLONES void ck_attention_weights_##S(const block *b, T *scores, T *log_sums); \
  CLONES void ck_attention_weights_##S(const block *b, T *scores, T *log_sums) { \
    for (ptrdiff_t i = 0; i < b->rows; i++, scores += b->row_length) { \
      ANY_ORDER \
      const ptrdiff_t n = visible(b, i); \
      if (b->mask) add_mask_##S(b, i, n, scores); \
      const T largest = largest_##S(n, scores); \
      T sum = 0; \
      if (largest == -(T)INFINITY) { \
        log_sums[i] = (T)INFINITY; \
        EACH_KEY(j, n) { scores[j] = 0; } \
      } else { \
        EACH_KEY(j, n) { \
          T y = EXP(scores[j] - largest); \
          scores[j] = y; \
          sum += y; \
        } \
        log_sums[i] = largest + LOG(sum); \
        const T factor = 1 / sum; \
        EACH_KEY(j, n) { scores[j] *= factor; } \
      } \
      for (ptrdiff_t j = n; j < b->row_length; j++) scores[j] = 0; \
    } \
  } \
  /* Scores become weights p again, and dp becomes the gradient of the scores, \
     p (dp − Σ dout · out). */ \
  CLONES void ck_attention_slopes_##S(const block *b, ptrdiff_t width, const T *log_sums, \
                                      const T *out, const T *d_out, ptrdiff_t ld, T *scores, \
                                      T *dp); \
  CLONES void ck_attention_slopes_##S(const block *b, ptrdiff_t width, const T *log_sums, \
                                      const T *out, const T *d_out, ptrdiff_t ld, T *scores, \
                                      T *dp) { \
    for (ptrdiff_t i = 0; i < b->rows; i++, scores += b->row_length, dp += b->row_length) { \
      ANY_ORDER \
      const ptrdiff_t n = visible(b, i); \
      T share = 0; \
      for (ptrdiff_t e = 0; e < width; e++) share += out[i * ld + e] * d_out[i * ld + e]; \
      if (b->mask) add_mask_##S(b, i, n, scores); \
      const T sum = log_sums[i]; \
      EACH_KEY(j, n) { \
        T p = EXP(scores[j] - sum); \
        scores[j] = p; \
        dp[j] = p * (dp[j] - share); \
      } \
      for (ptrdiff_t j = n; j < b->row_length; j++) scores[j] = dp[j] = 0; \
    } \
  }

ATTENTION_KERNELS(f32, float)
ATTENTION_KERNELS(f64, double)

#define CALL(NAME, ...) \
  if (a->type == CK_FLOAT32) NAME##_f32(__VA_ARGS__); else NAME##_f64(__VA_ARGS__)

typedef struct {
  const ck_attention *attention;
  const ck_attention_gradients *gradients;
  ptrdiff_t rows;
  /// Set where there was no memory.
  int has_failed;
} pass;

/// Scores of a block that fit into the second-level cache beside keys and values.
#define BLOCK (1 << 15)

INLINE ptrdiff_t block_rows(const ck_attention *a) {
  const ptrdiff_t rows = BLOCK / (a->keys < 1 ? 1 : a->keys);
  const ptrdiff_t most = a->queries < 64 ? a->queries : 64;
  return rows > most ? most : rows < 8 ? 8 : rows;
}

/// The element of an array that lies behind the first of a head.
INLINE void *at(const ck_attention *a, const void *array, ptrdiff_t element) {
  return (char *)array + element * size_of(a->type);
}

/// The block of queries from `first` on.
static block block_at(const pass *p, ptrdiff_t head, ptrdiff_t first) {
  const ck_attention *a = p->attention;
  block b = {
    .rows = a->queries - first < p->rows ? a->queries - first : p->rows,
    .keys = a->keys, .first = a->is_causal ? first : -1,
    .mask_row = a->mask_row, .mask_column = a->mask_column, .is_mask_boolean = a->is_mask_boolean,
  };
  // No query of the block sees the keys behind these.
  b.row_length = visible(&b, b.rows - 1);
  if (a->mask) {
    const ptrdiff_t start = a->mask_at[head] + first * a->mask_row;
    b.mask = a->is_mask_boolean ? (const char *)a->mask + start : at(a, a->mask, start);
  }
  return b;
}

static void score(const ck_attention *a, const block *b, ptrdiff_t head, ptrdiff_t first,
                  void *scores) {
  ck_gemm(a->type, 0, 1, b->rows, b->row_length, a->width, a->scale,
          at(a, a->q, a->q_at[head] + first * a->q_ld), a->q_ld, at(a, a->k, a->k_at[head]),
          a->k_ld, 0, scores, b->row_length, 0);
}

static void forward_heads(ptrdiff_t start, ptrdiff_t end, void *context) {
  pass *p = context;
  const ck_attention *a = p->attention;
  void *scores =
      ck_workspace(CK_ATTENTION_WORKSPACE, (size_t)(p->rows * a->keys * size_of(a->type)) + 64);
  if (!scores) return __atomic_store_n(&p->has_failed, 1, __ATOMIC_RELAXED);
  for (ptrdiff_t head = start; head < end; head++) {
    for (ptrdiff_t first = 0; first < a->queries; first += p->rows) {
      const block b = block_at(p, head, first);
      score(a, &b, head, first, scores);
      CALL(ck_attention_weights, &b, scores, at(a, a->log_sums, head * a->queries + first));
      ck_gemm(a->type, 0, 0, b.rows, a->value_width, b.row_length, 1, scores, b.row_length,
              at(a, a->v, a->v_at[head]), a->v_ld, 0,
              at(a, a->out, a->out_at[head] + first * a->out_ld), a->out_ld, 0);
    }
  }
}

static void clear(ck_type type, ptrdiff_t rows, ptrdiff_t width, char *place, ptrdiff_t ld) {
  const ptrdiff_t size = size_of(type);
  for (ptrdiff_t i = 0; i < rows; i++) memset(place + i * ld * size, 0, (size_t)(width * size));
}

static void backward_heads(ptrdiff_t start, ptrdiff_t end, void *context) {
  pass *p = context;
  const ck_attention *a = p->attention;
  const ck_attention_gradients *g = p->gradients;
  const ptrdiff_t room = p->rows * a->keys;
  void *scores = ck_workspace(CK_ATTENTION_WORKSPACE, (size_t)(room * 2 * size_of(a->type)) + 64);
  if (!scores) return __atomic_store_n(&p->has_failed, 1, __ATOMIC_RELAXED);
  void *dp = at(a, scores, room);
  for (ptrdiff_t head = start; head < end; head++) {
    void *dk = at(a, g->dk, g->dk_at[head]), *dv = at(a, g->dv, g->dv_at[head]);
    clear(a->type, a->keys, a->width, dk, g->dk_ld);
    clear(a->type, a->keys, a->value_width, dv, g->dv_ld);
    for (ptrdiff_t first = 0; first < a->queries; first += p->rows) {
      const block b = block_at(p, head, first);
      const ptrdiff_t n = b.row_length, place = a->out_at[head] + first * a->out_ld;
      const void *d_out = at(a, g->d_out, place);
      score(a, &b, head, first, scores);
      ck_gemm(a->type, 0, 1, b.rows, n, a->value_width, 1, d_out, a->out_ld,
              at(a, a->v, a->v_at[head]), a->v_ld, 0, dp, n, 0);
      CALL(ck_attention_slopes, &b, a->value_width,
           at(a, a->log_sums, head * a->queries + first), at(a, a->out, place), d_out, a->out_ld,
           scores, dp);
      ck_gemm(a->type, 1, 0, n, a->value_width, b.rows, 1, scores, n, d_out, a->out_ld, 1, dv,
              g->dv_ld, 0);
      ck_gemm(a->type, 1, 0, n, a->width, b.rows, a->scale, dp, n,
              at(a, a->q, a->q_at[head] + first * a->q_ld), a->q_ld, 1, dk, g->dk_ld, 0);
      ck_gemm(a->type, 0, 0, b.rows, a->width, n, a->scale, dp, n, at(a, a->k, a->k_at[head]),
              a->k_ld, 0, at(a, g->dq, g->dq_at[head] + first * g->dq_ld), g->dq_ld, 0);
      for (ptrdiff_t i = 0; g->d_scores && i < b.rows; i++) {
        memcpy(at(a, g->d_scores, (head * a->queries + first + i) * a->keys), at(a, dp, i * n),
               (size_t)(n * size_of(a->type)));
      }
    }
  }
}

static int run(const ck_attention *a, const ck_attention_gradients *gradients) {
  if (a->heads < 1 || a->queries < 1 || a->keys < 1) return 1;
  pass p = {a, gradients, block_rows(a), 0};
  const double work = (double)a->queries * a->keys * (a->width + a->value_width);
  const ptrdiff_t grain = work > 1 << 17 ? 1 : (ptrdiff_t)((1 << 17) / (work + 1)) + 1;
  ck_parallel(a->heads, grain, gradients ? backward_heads : forward_heads, &p);
  return !p.has_failed;
}

int ck_attention_forward(const ck_attention *attention) { return run(attention, 0); }

int ck_attention_backward(const ck_attention *attention, const ck_attention_gradients *gradients) {
  return run(attention, gradients);
}
