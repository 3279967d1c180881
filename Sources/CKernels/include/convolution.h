#pragma once

#include "CKernels.h"

/// Sizes of a convolution of images: x is images × channels × height × width, w is filters ×
/// (channels / groups) × kernel_height × kernel_width, y is images × filters × out_height ×
/// out_width, all contiguous. An output in row i looks at the rows i·stride_y − pad_y +
/// k·dilation_y of the input; outside of it are zeros.
typedef struct {
  ptrdiff_t images, channels, height, width;
  ptrdiff_t filters, kernel_height, kernel_width, groups;
  ptrdiff_t stride_y, stride_x, pad_y, pad_x, dilation_y, dilation_x;
  ptrdiff_t out_height, out_width;
} ck_convolution;

// Floating point only; no size is 0. Each returns whether there was enough memory for what it
// keeps in between. The order of sums does not depend on the number of threads.

// Where there are `places`, y lies behind max(y, 0) and maximum pooling over 2×2 windows, with
// out_height / 2 × out_width / 2 pixels: for each, `places` has the number of its window's element
// (0 to 3, row by row) that it was, or 4 where it was not positive. There have to be
// CK_PLACES_MARGIN bytes more than elements.
#define CK_PLACES_MARGIN 16

/// y = w ⋆ x + bias, then max(y, 0) if `is_relu`. `bias` has one element for each filter, or is
/// null. Sets `places` (null: there is no pooling).
int ck_convolve(ck_type type, const ck_convolution *g, const void *x, const void *w,
                const void *bias, int is_relu, void *y, uint8_t *places);

/// What y passes back to x: the transposed convolution of y, plus one `bias` for each channel of
/// x (null: none).
int ck_convolve_transposed(ck_type type, const ck_convolution *g, const void *y,
                           const uint8_t *places, const void *w, const void *bias, void *x);

/// What the upstream gradient y passes back to w.
int ck_convolve_weights(ck_type type, const ck_convolution *g, const void *x, const void *y,
                        const uint8_t *places, void *w);

/// What the upstream gradient passes back to the bias: out[c] = Σ of y's plane c in all images.
void ck_sum_planes(ck_type type, ptrdiff_t images, ptrdiff_t channels, ptrdiff_t pixels,
                   const void *y, const uint8_t *places, void *out);
