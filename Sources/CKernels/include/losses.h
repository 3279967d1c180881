#pragma once

typedef enum {
  CK_SQUARED_ERROR, CK_BINARY_CROSS_ENTROPY, CK_BINARY_CROSS_ENTROPY_WITH_LOGITS
} ck_loss;

/// *out = the mean over n > 0 elements of a loss of predictions y and targets t.
void ck_mean_loss(ck_loss loss, ck_type type, ptrdiff_t n, const void *y, const void *t,
                  void *out);

/// out[i] = *g · ∂(mean loss)/∂y[i]
void ck_mean_loss_backward(ck_loss loss, ck_type type, ptrdiff_t n, const void *g, const void *y,
                           const void *t, void *out);
