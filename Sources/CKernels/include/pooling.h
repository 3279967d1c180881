#pragma once

#include "CKernels.h"

/// How windows lie over each of `planes` planes of height × width elements, one window for each of
/// out_height × out_width outputs. An adaptive one cuts the plane into as even parts as there are
/// outputs, and the numbers from `kernel_height` on do not count.
typedef struct {
  ptrdiff_t planes, height, width, out_height, out_width;
  int is_adaptive;
  ptrdiff_t kernel_height, kernel_width, stride_y, stride_x, pad_y, pad_x, dilation_y, dilation_x;
} ck_pooling;

/// The greatest element of each window, and where in its plane it is: the first of equals; NaN
/// wins. Not for truth values.
void ck_max_pool(ck_type type, const ck_pooling *g, const void *x, void *y, int64_t *indices);

/// Adds each element of the upstream gradient where its window had its greatest element, to
/// zeros. Floating point only, as all that follows.
void ck_max_pool_backward(ck_type type, const ck_pooling *g, const void *upstream,
                          const int64_t *indices, void *out);

/// The sum of each window over the number of its elements, with those of the padding if
/// `counts_padding`, or over `divisor` where that is not 0.
void ck_average_pool(ck_type type, const ck_pooling *g, int counts_padding, ptrdiff_t divisor,
                     const void *x, void *y);

/// Spreads each element of the upstream gradient evenly over its window.
void ck_average_pool_backward(ck_type type, const ck_pooling *g, int counts_padding,
                              ptrdiff_t divisor, const void *upstream, void *out);
