#include "recurrent_cells.h"

// The inputs of all steps go through their weights in one product; the hidden state goes through
// its own step by step, each thread with samples of its own, so that no one waits within the
// sequence. The gradients of the weights are one product over all steps at the end.

typedef const ck_recurrent layer;

INLINE ptrdiff_t gates_of(layer *l) { return l->cell == CK_LSTM ? 4 : l->cell == CK_GRU ? 3 : 1; }
/// How wide a row of gates is in memory.
INLINE ptrdiff_t row_of(layer *l) { return (gates_of(l) > 1 ? 4 : 1) * l->hidden; }
/// A row of hidden units, filled up to whole vectors.
INLINE ptrdiff_t padded(layer *l) { return (l->hidden + 15) / 16 * 16; }
INLINE char *at(layer *l, const void *array, ptrdiff_t element) {
  return (char *)array + element * size_of(l->type);
}

/// The step that is computed as number `i`.
INLINE ptrdiff_t step(layer *l, ptrdiff_t i) { return l->is_reversed ? l->steps - 1 - i : i; }

/// The state of one sample before step number `i`.
INLINE char *before(layer *l, const void *states, const void *start, ptrdiff_t i, ptrdiff_t sample) {
  const ptrdiff_t place = i == 0 ? 0 : step(l, i - 1) * l->samples;
  return at(l, i == 0 ? start : states, (place + sample) * l->hidden);
}

/// Where the rows of gates are: for a plain RNN, in the states themselves.
INLINE void *gates_array(layer *l) { return l->gates ? l->gates : l->states; }
INLINE void *cell_states(layer *l) {
  return at(l, l->states, l->steps * l->samples * l->hidden);
}

#define CALL(l, NAME, ...) \
  if ((l)->type == CK_FLOAT32) ck_##NAME##_f32(__VA_ARGS__); else ck_##NAME##_f64(__VA_ARGS__)

#define COPIES(S, T) \
  static void transpose_##S(ptrdiff_t rows, ptrdiff_t columns, const T *a, T *out) { \
    for (ptrdiff_t j = 0; j < columns; j++) \
      for (ptrdiff_t i = 0; i < rows; i++) *out++ = a[i * columns + j]; \
  } \
  static void pad_rows_##S(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t ld, const T *a, T *out) { \
    for (ptrdiff_t i = 0; i < rows; i++) \
      for (ptrdiff_t j = 0; j < ld; j++) *out++ = j < columns ? a[i * columns + j] : 0; \
  } \
  /* The bias of the input's product: both, but of GRU's n only that of the input. */ \
  static void join_biases_##S(ptrdiff_t n, ptrdiff_t shared, const T *a, const T *b, T *out) { \
    for (ptrdiff_t i = 0; i < n; i++) out[i] = i < shared ? a[i] + b[i] : a[i]; \
  }

COPIES(f32, float)
COPIES(f64, double)

#define COPY(l, NAME, ...) \
  if ((l)->type == CK_FLOAT32) NAME##_f32(__VA_ARGS__); else NAME##_f64(__VA_ARGS__)

/// Samples for each thread.
INLINE ptrdiff_t share(layer *l) {
  const double work = (double)l->steps * l->samples * l->hidden * l->hidden * gates_of(l);
  const ptrdiff_t threads = work < 1 << 17 ? 1 : ck_threads();
  return (l->samples + threads - 1) / threads;
}

// MARK: Forward

ptrdiff_t ck_recurrent_scratch(layer *l) { return gates_of(l) * l->hidden * (l->hidden + 1); }

static void forward_samples(ptrdiff_t start, ptrdiff_t end, void *context) {
  layer *l = context;
  const ptrdiff_t h = l->hidden, g = gates_of(l), row = row_of(l), rows = end - start;
  const void *weights = l->scratch;
  for (ptrdiff_t i = 0; i < l->steps; i++) {
    const ptrdiff_t place = step(l, i) * l->samples + start;
    void *gates = at(l, gates_array(l), place * row), *state = at(l, l->states, place * h);
    const void *old = before(l, l->states, l->h0, i, start);
    const ptrdiff_t added = l->cell == CK_GRU ? 2 * h : g * h;
    ck_gemm(l->type, 0, 0, rows, added, h, 1, old, h, weights, g * h, 1, gates, row, 0);
    if (l->cell == CK_LSTM) {
      CALL(l, lstm_step, rows, h, gates, (void *)before(l, cell_states(l), l->c0, i, start),
           (void *)at(l, cell_states(l), place * h), state);
    } else if (l->cell == CK_GRU) {
      const ck_epilogue bias = {l->b_hh ? at(l, l->b_hh, 2 * h) : 0, 0, 0};
      ck_gemm(l->type, 0, 0, rows, h, h, 1, old, h, at(l, weights, 2 * h), g * h, 0,
              at(l, gates, 3 * h), row, &bias);
      CALL(l, gru_step, rows, h, gates, old, state);
    } else {
      CALL(l, rnn_step, rows, h, l->cell == CK_RNN_RELU, state);
    }
  }
}

void ck_recurrent_forward(layer *l) {
  const ptrdiff_t h = l->hidden, g = gates_of(l);
  if (l->steps < 1 || l->samples < 1 || h < 1) return;
  COPY(l, transpose, g * h, h, l->w_hh, l->scratch);
  ck_epilogue bias = {0};
  if (l->b_ih) {
    void *joint = at(l, l->scratch, g * h * h);
    COPY(l, join_biases, g * h, l->cell == CK_GRU ? 2 * h : g * h, l->b_ih, l->b_hh, joint);
    bias.column_bias = joint;
  }
  ck_gemm(l->type, 0, 1, l->steps * l->samples, g * h, l->inputs, 1, l->x, l->inputs, l->w_ih,
          l->inputs, 0, gates_array(l), row_of(l), &bias);
  ck_parallel(l->samples, share(l), forward_samples, (void *)l);
}

// MARK: Backward

ptrdiff_t ck_recurrent_backward_scratch(layer *l) {
  return l->steps * l->samples * row_of(l) + 2 * l->samples * padded(l)
         + gates_of(l) * l->hidden * padded(l);
}

/// The parts of the scratch: gradients of all gates, of the state that is carried back, of the
/// cell state, and the hidden weights with rows of whole vectors.
typedef struct {
  layer *l;
  const ck_recurrent_gradients *gradients;
  void *da, *dh, *dc, *weights;
} pass;

static void backward_samples(ptrdiff_t start, ptrdiff_t end, void *context) {
  const pass *p = context;
  layer *l = p->l;
  const ptrdiff_t h = l->hidden, g = gates_of(l), row = row_of(l), rows = end - start;
  const ptrdiff_t ld = padded(l);
  void *dh = at(l, p->dh, start * ld), *dc = at(l, p->dc, start * ld);
  memset(dh, 0, (size_t)(rows * ld * size_of(l->type)));
  memset(dc, 0, (size_t)(rows * ld * size_of(l->type)));
  const void *d_states = p->gradients->d_states;
  for (ptrdiff_t i = l->steps - 1; i >= 0; i--) {
    const ptrdiff_t place = step(l, i) * l->samples + start;
    void *gates = at(l, gates_array(l), place * row), *da = at(l, p->da, place * row);
    const void *d_h = at(l, d_states, place * h);
    const void *old = before(l, l->states, l->h0, i, start);
    double carried = 0;
    ptrdiff_t through = g * h;
    if (l->cell == CK_LSTM) {
      const void *d_c = at(l, d_states, (l->steps * l->samples + place) * h);
      CALL(l, lstm_step_back, rows, h, gates,
           (void *)before(l, cell_states(l), l->c0, i, start),
           (void *)at(l, cell_states(l), place * h), d_h, d_c, dh, ld, dc, da);
    } else if (l->cell == CK_GRU) {
      CALL(l, gru_step_back, rows, h, gates, old, d_h, dh, ld, da);
      ck_gemm(l->type, 0, 0, rows, ld, h, 1, at(l, da, 3 * h), row,
              at(l, p->weights, 2 * h * ld), ld, 1, dh, ld, 0);
      carried = 1;
      through = 2 * h;
    } else {
      CALL(l, rnn_step_back, rows, h, l->cell == CK_RNN_RELU, gates, d_h, dh, ld, da);
    }
    ck_gemm(l->type, 0, 0, rows, ld, through, 1, da, row, p->weights, ld, carried, dh, ld, 0);
  }
  for (ptrdiff_t r = 0; r < rows; r++) {
    const size_t bytes = (size_t)(h * size_of(l->type));
    if (p->gradients->dh0)
      memcpy(at(l, p->gradients->dh0, (start + r) * h), at(l, dh, r * ld), bytes);
    if (p->gradients->dc0)
      memcpy(at(l, p->gradients->dc0, (start + r) * h), at(l, dc, r * ld), bytes);
  }
}

/// dW += daᵀ · states before each step, for `count` gates from `column` of da on.
static void add_hidden_weights(const pass *p, ptrdiff_t column, ptrdiff_t count, void *dw) {
  layer *l = p->l;
  const ptrdiff_t h = l->hidden, row = row_of(l), b = l->samples, rest = (l->steps - 1) * b;
  const void *first = at(l, p->da, step(l, 0) * b * row + column);
  const void *others = at(l, p->da, (l->is_reversed ? 0 : b * row) + column);
  const void *states = at(l, l->states, l->is_reversed ? b * h : 0);
  ck_gemm(l->type, 1, 0, count, h, b, 1, first, row, l->h0, h, 0, dw, h, 0);
  if (rest > 0) ck_gemm(l->type, 1, 0, count, h, rest, 1, others, row, states, h, 1, dw, h, 0);
}

#define SUM_COLUMNS(S, T) \
  CLONES void ck_sum_columns_##S(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t ld, const T *a, T *out); \
  CLONES void ck_sum_columns_##S(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t ld, const T *a, T *out) { \
    for (ptrdiff_t j = 0; j < n; j++) out[j] = 0; \
    for (ptrdiff_t i = 0; i < rows; i++, a += ld) EACH(j, n) { out[j] += a[j]; } \
  }

SUM_COLUMNS(f32, float)
SUM_COLUMNS(f64, double)

void ck_recurrent_backward(layer *l, const ck_recurrent_gradients *gradients) {
  const ptrdiff_t h = l->hidden, g = gates_of(l), row = row_of(l), n = l->steps * l->samples;
  if (n < 1 || h < 1) return;
  pass p = {l, gradients, gradients->scratch, 0, 0, 0};
  p.dh = at(l, p.da, n * row);
  p.dc = at(l, p.dh, l->samples * padded(l));
  p.weights = at(l, p.dc, l->samples * padded(l));
  COPY(l, pad_rows, g * h, h, padded(l), l->w_hh, p.weights);
  ck_parallel(l->samples, share(l), backward_samples, &p);

  if (gradients->dx) {
    ck_gemm(l->type, 0, 0, n, l->inputs, g * h, 1, p.da, row, l->w_ih, l->inputs, 0,
            gradients->dx, l->inputs, 0);
  }
  if (gradients->dw_ih) {
    ck_gemm(l->type, 1, 0, g * h, l->inputs, n, 1, p.da, row, l->x, l->inputs, 0,
            gradients->dw_ih, l->inputs, 0);
  }
  // GRU's n sees the hidden state through a gate of its own, the fourth part of da.
  const ptrdiff_t direct = l->cell == CK_GRU ? 2 * h : g * h;
  if (gradients->dw_hh) {
    add_hidden_weights(&p, 0, direct, gradients->dw_hh);
    if (l->cell == CK_GRU) add_hidden_weights(&p, 3 * h, h, at(l, gradients->dw_hh, 2 * h * h));
  }
  if (gradients->db_ih) { CALL(l, sum_columns, n, g * h, row, p.da, gradients->db_ih); }
  if (gradients->db_hh) {
    CALL(l, sum_columns, n, direct, row, p.da, gradients->db_hh);
    if (l->cell == CK_GRU) {
      CALL(l, sum_columns, n, h, row, (void *)at(l, p.da, 3 * h),
           (void *)at(l, gradients->db_hh, 2 * h));
    }
  }
}
