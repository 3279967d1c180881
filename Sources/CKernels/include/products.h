#pragma once

#include "CKernels.h"

/// What is done to each element of a matrix product before it is stored: c + column_bias[j] +
/// row_bias[i], then max(c, 0). A null bias adds nothing.
typedef struct {
  const void *column_bias, *row_bias;
  int is_relu;
} ck_epilogue;

/// C ← α op(A) op(B) + β C, then the epilogue (null: none), in row-major order; op transposes
/// where it is told to. op(A) is m×k, op(B) k×n. A leading dimension is how far apart the rows
/// are that lie in memory. With β = 0, C is not read. Floating point only. An element is summed
/// in the same order whatever the number of threads.
void ck_gemm(ck_type type, int is_a_transposed, int is_b_transposed,
             ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
             double alpha, const void *a, ptrdiff_t lda, const void *b, ptrdiff_t ldb,
             double beta, void *c, ptrdiff_t ldc, const ck_epilogue *epilogue);

/// `batch` products of one shape, whose operands lie `a_step`, `b_step` and `c_step` elements
/// apart (0 repeats one).
void ck_gemm_batch(ck_type type, ptrdiff_t batch, int is_a_transposed, int is_b_transposed,
                   ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                   double alpha, const void *a, ptrdiff_t lda, ptrdiff_t a_step,
                   const void *b, ptrdiff_t ldb, ptrdiff_t b_step,
                   double beta, void *c, ptrdiff_t ldc, ptrdiff_t c_step);
