#pragma once

// Scaled dot-product attention for many heads, without all of its scores in memory at a time.

/// For each head b of `heads`: queries L × E, keys S × E and values S × V are matrices with rows
/// `ld` elements apart, whose first elements are at q_at[b], k_at[b], v_at[b].
typedef struct {
  ck_type type;
  ptrdiff_t heads, queries, keys, width, value_width;
  double scale;
  /// Whether a query sees only the keys up to its own number.
  int is_causal;
  const void *q, *k, *v;
  const ptrdiff_t *q_at, *k_at, *v_at;
  ptrdiff_t q_ld, k_ld, v_ld;
  /// Null, or what is added to the scores; bytes with `is_mask_boolean`, where 0 hides a key.
  const void *mask;
  const ptrdiff_t *mask_at;
  ptrdiff_t mask_row, mask_column;
  int is_mask_boolean;
  /// L × V for each head.
  void *out;
  const ptrdiff_t *out_at;
  ptrdiff_t out_ld;
  /// log Σ exp of the scores of each query, heads × L; ∞ where it sees no key.
  void *log_sums;
} ck_attention;

/// Gradients lie as what they are the gradients of. `d_scores` may be null, or have room for the
/// gradients of all masked scores, heads × L × S.
typedef struct {
  const void *d_out;
  void *dq, *dk, *dv;
  const ptrdiff_t *dq_at, *dk_at, *dv_at;
  ptrdiff_t dq_ld, dk_ld, dv_ld;
  void *d_scores;
} ck_attention_gradients;

/// softmax(scale · q kᵀ + mask) v for each head; 0 for a query that sees no key. Returns 0 when
/// there was no memory for a block of scores.
int ck_attention_forward(const ck_attention *attention);
int ck_attention_backward(const ck_attention *attention, const ck_attention_gradients *gradients);
