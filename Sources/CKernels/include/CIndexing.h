#pragma once

// Elements picked, put, counted, sorted and accumulated. Offsets count elements.

#include <stddef.h>
#include <stdint.h>

/// How elements are put together with those that are already there.
typedef enum { CK_PUT, CK_PUT_ADD, CK_PUT_MULTIPLY, CK_PUT_MAXIMUM, CK_PUT_MINIMUM } ck_put_mode;

/// offsets[i] = start + i·stride
void ck_ramp(ptrdiff_t n, ptrdiff_t start, ptrdiff_t stride, int64_t *offsets);

/// offsets[i] += index[i·stride] · step for indices of a dimension of `size`, where with `wraps`
/// negative ones count from the back. The result is −1, or the first i whose index is outside;
/// then the rest is left.
ptrdiff_t ck_add_offsets(ptrdiff_t n, const int64_t *index, ptrdiff_t stride, ptrdiff_t size,
                         ptrdiff_t step, int wraps, int64_t *offsets);

/// out[i·block + j] = a[offsets[i] + j] for j < block.
void ck_take(ck_type type, ptrdiff_t n, const int64_t *offsets, ptrdiff_t block, const void *a,
             void *out);

/// out[offsets[i] + j] = a[i·block + j], or put together with what is there.
void ck_put(ck_put_mode mode, ck_type type, ptrdiff_t n, const int64_t *offsets, ptrdiff_t block,
            const void *a, void *out);

/// Where the elements of a contiguous array are not 0, in order; `places` may be null to count
/// them only.
ptrdiff_t ck_nonzero(ck_type type, ptrdiff_t n, const void *a, int64_t *places);

/// out[i·stride] = places[i] / step % size: one coordinate of places in row-major order.
void ck_unravel(ptrdiff_t n, const int64_t *places, ptrdiff_t step, ptrdiff_t size, int64_t *out,
                ptrdiff_t stride);

/// The order that sorts each of `rows` contiguous rows of n elements, equals as they come; NaN is
/// the greatest. `space` is room for 3·n numbers of 64 bits.
void ck_sort(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, int is_descending,
             int64_t *order, uint64_t *space);

/// The first `wanted` places of the order that `ck_sort` finds, `wanted` for each row, in one pass
/// that is quick when they are few. `space` is room for 2·n numbers of 64 bits.
void ck_select(ck_type type, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t wanted, const void *a,
               int is_descending, int64_t *order, uint64_t *space);

typedef enum { CK_CUMULATE_SUM, CK_CUMULATE_PRODUCT, CK_CUMULATE_LOG_SUM_EXP } ck_scan_operation;

/// out[i] = a[0] ∘ … ∘ a[i] along each of outer · inner lines of n elements that are `inner`
/// apart, in double precision for floating point.
void ck_scan(ck_scan_operation operation, ck_type type, ptrdiff_t outer, ptrdiff_t n,
             ptrdiff_t inner, const void *a, void *out);

/// The greatest (or smallest) element so far and the last place where it was met, along lines as
/// `ck_scan` has them; NaN stays.
void ck_scan_extreme(int is_maximum, ck_type type, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                     const void *a, void *values, int64_t *places);

/// The greatest (or smallest) element of each of `rows` contiguous rows of n > 0 elements and the
/// first place where it is; NaN wins.
void ck_extreme(int is_maximum, ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a,
                void *values, int64_t *places);

/// The product of each of `rows` contiguous rows of n elements.
void ck_product(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, void *out);
