#pragma once

#include "gemm.h"

/// Convolution with 3×3 kernels at stride 1, without groups: y[f] = bias[f] + Σ_c w[f][c] ⋆ x[c].
/// An element of w lies at f·filter_step + c·channel_step + 3·ky + kx, or with both ky and kx
/// counted from the other end where it is flipped.
typedef struct {
  ptrdiff_t images, channels, height, width, filters, out_height, out_width, pad_y, pad_x;
  const float *x, *w;
  ptrdiff_t filter_step, channel_step;
  int is_flipped;
  const float *bias;
  int is_relu;
  float *y;
  /// Where 2×2 windows had their greatest elements, when x or y lies behind maximum pooling; or
  /// null.
  const uint8_t *x_places;
  uint8_t *y_places;
} ck_winograd;

/// Whether there was enough memory.
typedef int ck_winograd_function(const ck_winograd *convolution);

ck_winograd_function ck_winograd_forward_f32_portable, ck_winograd_weights_f32_portable;
#ifdef __x86_64__
ck_winograd_function ck_winograd_forward_f32_avx2, ck_winograd_weights_f32_avx2;
ck_winograd_function ck_winograd_forward_f32_avx512, ck_winograd_weights_f32_avx512;
#endif
