#pragma once

// One recurrent layer in one direction over a whole sequence, forward and back through time.
// Floating point only.

typedef enum { CK_RNN_TANH, CK_RNN_RELU, CK_LSTM, CK_GRU } ck_recurrent_cell;

/// Arrays of T steps, B samples, I inputs and H hidden units, all contiguous. G is the number of
/// gates whose weights lie below one another: 1, for LSTM 4 (i, f, g, o), for GRU 3 (r, z, n).
typedef struct {
  ck_type type;
  ck_recurrent_cell cell;
  ptrdiff_t steps, samples, inputs, hidden;
  /// Whether the last step comes first.
  int is_reversed;
  const void *x;                   // T × B × I
  const void *h0, *c0;             // B × H; c0 for LSTM only
  const void *w_ih, *w_hh;         // GH × I, GH × H
  const void *b_ih, *b_hh;         // GH; both null without bias
  void *states;                    // h of every step, T × B × H; for LSTM c behind it
  /// What the backward pass wants to find: T × B × 4H for LSTM (i, f, g, o) and GRU (r, z, n and
  /// the hidden part of n), else null.
  void *gates;
  /// For the forward pass: ck_recurrent_scratch elements.
  void *scratch;
} ck_recurrent;

/// What comes back. Each of those that a layer's caller has no use for may be null.
typedef struct {
  const void *d_states;            // as `states`
  void *dx, *dh0, *dc0, *dw_ih, *dw_hh, *db_ih, *db_hh;
  /// ck_recurrent_backward_scratch elements.
  void *scratch;
} ck_recurrent_gradients;

ptrdiff_t ck_recurrent_scratch(const ck_recurrent *layer);
ptrdiff_t ck_recurrent_backward_scratch(const ck_recurrent *layer);

void ck_recurrent_forward(const ck_recurrent *layer);
void ck_recurrent_backward(const ck_recurrent *layer, const ck_recurrent_gradients *gradients);
