#pragma once

#include "kernel.h"

typedef enum { CK_PORTABLE, CK_AVX2, CK_AVX512 } ck_instruction_set;

/// The best that this machine has.
ck_instruction_set ck_best_instruction_set(void);

/// C ← α A B + β C and the epilogue, for one block of C: what all instruction sets are asked.
typedef struct {
  int is_a_transposed, is_b_transposed;
  ptrdiff_t m, n, k;
  double alpha, beta;
  const void *a, *b;
  void *c;
  ptrdiff_t lda, ldb, ldc;
  ck_epilogue epilogue;
  /// Whether each element is the scalar product of two rows in memory, as for few rows and a
  /// transposed B. Decided before a product is shared out, since the order of summing differs.
  int is_by_dots;
} ck_matrix_product;

typedef void ck_matrix_product_function(const ck_matrix_product *product);

ck_matrix_product_function ck_matrix_product_f32_portable, ck_matrix_product_f64_portable;
#ifdef __x86_64__
ck_matrix_product_function ck_matrix_product_f32_avx2, ck_matrix_product_f64_avx2;
ck_matrix_product_function ck_matrix_product_f32_avx512, ck_matrix_product_f64_avx512;
#endif
