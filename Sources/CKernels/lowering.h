#pragma once

#include "CKernels.h"

/// The patches of `rows` rows of outputs from `first` on, for one group of one image at x: one row
/// for each channel and place in the kernel, one column for each output (im2col).
void ck_lower(ck_type type, const ck_convolution *g, const void *x, ptrdiff_t first,
              ptrdiff_t rows, void *patches);

/// Adds such patches to where they come from (col2im).
void ck_raise(ck_type type, const ck_convolution *g, const void *patches, ptrdiff_t first,
              ptrdiff_t rows, void *x);
