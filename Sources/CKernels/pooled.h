#pragma once

#include "kernel.h"

// A convolution, max(y, 0) and 2×2 maximum pooling that follow one another: only what comes out of
// the pooling is kept, and for each element of it a byte that says where in its window it was.

/// In place of 0 to 3 (the window's elements row by row): it was not positive, so that nothing
/// flows back.
#define CK_NOWHERE 4

/// `planes` planes of rows × width elements, one after another, before the pooling; those behind
/// it are `step` elements apart, as are their places.
typedef struct {
  ptrdiff_t planes, rows, width, step;
} ck_pooled_block;

typedef void ck_pool_function(const ck_pooled_block *block, const void *x, void *y,
                              uint8_t *places);
typedef void ck_unpool_function(const ck_pooled_block *block, const void *y,
                                const uint8_t *places, void *x);

ck_pool_function ck_pool_f32_portable, ck_pool_f64_portable;
ck_unpool_function ck_unpool_f32_portable, ck_unpool_f64_portable;
#ifdef __x86_64__
ck_pool_function ck_pool_f32_avx2, ck_pool_f64_avx2, ck_pool_f32_avx512, ck_pool_f64_avx512;
ck_unpool_function ck_unpool_f32_avx2, ck_unpool_f64_avx2;
ck_unpool_function ck_unpool_f32_avx512, ck_unpool_f64_avx512;
#endif

/// y = the greatest of each window and of 0.
void ck_pool_block(ck_type type, const ck_pooled_block *block, const void *x, void *y,
                   uint8_t *places);

/// x = y where it came from, 0 elsewhere. Up to 16 bytes behind the last place are read.
void ck_unpool_block(ck_type type, const ck_pooled_block *block, const void *y,
                     const uint8_t *places, void *x);
