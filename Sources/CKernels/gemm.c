#include "gemm.h"

ck_instruction_set ck_best_instruction_set(void) {
  static int known = -1;
  int best = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (best >= 0) return (ck_instruction_set)best;
  best = CK_PORTABLE;
#ifdef __x86_64__
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) best = CK_AVX2;
  if (best == CK_AVX2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    best = CK_AVX512;
  }
#endif
  __atomic_store_n(&known, best, __ATOMIC_RELAXED);
  return (ck_instruction_set)best;
}

static void multiply(ck_type type, const ck_matrix_product *product) {
  const int is_single = type == CK_FLOAT32;
#ifdef __x86_64__
  const ck_instruction_set best = ck_best_instruction_set();
  if (best == CK_AVX512) {
    return (is_single ? ck_matrix_product_f32_avx512 : ck_matrix_product_f64_avx512)(product);
  }
  if (best == CK_AVX2) return (is_single ? ck_matrix_product_f32_avx2 : ck_matrix_product_f64_avx2)(product);
#endif
  (is_single ? ck_matrix_product_f32_portable : ck_matrix_product_f64_portable)(product);
}

/// Multiplications that are worth a second thread.
#define WORTH_SHARING (1 << 19)

/// A column of C becomes a row: Cᵀ = Bᵀ Aᵀ. Whether it did.
static int turn_column(ck_matrix_product *g) {
  if (g->n != 1 || g->m == 1 || g->ldc != 1) return 0;
  const ck_matrix_product old = *g;
  // The one column of B as a row: each element of it in the next row, or all in one.
  g->is_a_transposed = !old.is_b_transposed;
  g->a = old.b;
  g->lda = old.ldb;
  g->is_b_transposed = !old.is_a_transposed;
  g->b = old.a;
  g->ldb = old.lda;
  g->m = 1;
  g->n = g->ldc = old.m;
  g->epilogue.column_bias = old.epilogue.row_bias;
  g->epilogue.row_bias = old.epilogue.column_bias;
  return 1;
}

static void choose_way(ck_matrix_product *g) {
  if (g->m == 1 && g->is_a_transposed && g->lda == 1) g->is_a_transposed = 0;
  g->is_by_dots = g->m <= 2 && g->is_b_transposed && !g->is_a_transposed;
}

// MARK: One product, shared by its rows or columns

typedef struct {
  ck_type type;
  const ck_matrix_product *whole;
  int by_rows;
} shared_product;

static void multiply_part(ptrdiff_t start, ptrdiff_t end, void *context) {
  const shared_product *shared = context;
  const ptrdiff_t size = size_of(shared->type);
  ck_matrix_product part = *shared->whole;
  const char *a = part.a, *b = part.b, *column_bias = part.epilogue.column_bias,
             *row_bias = part.epilogue.row_bias;
  char *c = part.c;
  if (shared->by_rows) {
    part.m = end - start;
    part.a = a + start * size * (part.is_a_transposed ? 1 : part.lda);
    part.c = c + start * size * part.ldc;
    if (row_bias) part.epilogue.row_bias = row_bias + start * size;
  } else {
    part.n = end - start;
    part.b = b + start * size * (part.is_b_transposed ? part.ldb : 1);
    part.c = c + start * size;
    if (column_bias) part.epilogue.column_bias = column_bias + start * size;
  }
  multiply(shared->type, &part);
}

INLINE ptrdiff_t up_to_multiple(ptrdiff_t n, ptrdiff_t unit) { return (n + unit - 1) / unit * unit; }

/// Shares C out between the threads. k is never split, so each element is summed in the same
/// order however many there are.
static void multiply_shared(ck_type type, const ck_matrix_product *product) {
  const ptrdiff_t threads = ck_threads();
  const double work = (double)product->m * (double)product->n * (double)product->k;
  if (threads == 1 || work < WORTH_SHARING) return multiply(type, product);
  // Each thread packs all that it reads of B: by rows, B is packed by all of them.
  const ptrdiff_t rows = up_to_multiple((product->m + threads - 1) / threads, 14);
  const ptrdiff_t columns = up_to_multiple((product->n + threads - 1) / threads, 32);
  const double packing = product->is_b_transposed ? 10 : 5;
  const double by_rows = (double)rows * product->n + packing * product->n;
  const double by_columns = (double)product->m * columns + packing * columns;
  shared_product shared = {type, product, by_rows <= by_columns};
  const ptrdiff_t whole = shared.by_rows ? product->m : product->n;
  ck_parallel(whole, shared.by_rows ? rows : columns, multiply_part, &shared);
}

void ck_gemm(ck_type type, int is_a_transposed, int is_b_transposed,
             ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
             double alpha, const void *a, ptrdiff_t lda, const void *b, ptrdiff_t ldb,
             double beta, void *c, ptrdiff_t ldc, const ck_epilogue *epilogue) {
  if (m <= 0 || n <= 0 || (type != CK_FLOAT32 && type != CK_FLOAT64)) return;
  ck_matrix_product product = {
    is_a_transposed, is_b_transposed, m, n, k, alpha, beta, a, b, c, lda, ldb, ldc,
    epilogue ? *epilogue : (ck_epilogue){0}, 0,
  };
  turn_column(&product);
  choose_way(&product);
  multiply_shared(type, &product);
}

// MARK: Many products

typedef struct {
  ck_type type;
  const ck_matrix_product *first;
  ptrdiff_t a_step, b_step, c_step;
} product_batch;

static void multiply_batch(ptrdiff_t start, ptrdiff_t end, void *context) {
  const product_batch *batch = context;
  ck_matrix_product product = *batch->first;
  for (ptrdiff_t i = start; i < end; i++) {
    product.a = (const char *)batch->first->a + i * batch->a_step;
    product.b = (const char *)batch->first->b + i * batch->b_step;
    product.c = (char *)batch->first->c + i * batch->c_step;
    multiply(batch->type, &product);
  }
}

void ck_gemm_batch(ck_type type, ptrdiff_t batch, int is_a_transposed, int is_b_transposed,
                   ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                   double alpha, const void *a, ptrdiff_t lda, ptrdiff_t a_step,
                   const void *b, ptrdiff_t ldb, ptrdiff_t b_step,
                   double beta, void *c, ptrdiff_t ldc, ptrdiff_t c_step) {
  if (m <= 0 || n <= 0 || batch <= 0 || (type != CK_FLOAT32 && type != CK_FLOAT64)) return;
  const ptrdiff_t size = size_of(type), threads = ck_threads();
  ck_matrix_product product = {
    is_a_transposed, is_b_transposed, m, n, k, alpha, beta, a, b, c, lda, ldb, ldc, {0}, 0,
  };
  product_batch all = {type, &product, a_step * size, b_step * size, c_step * size};
  if (turn_column(&product)) {
    all.a_step = b_step * size;
    all.b_step = a_step * size;
  }
  choose_way(&product);
  if (batch < threads) {
    for (ptrdiff_t i = 0; i < batch; i++) {
      ck_matrix_product one = product;
      one.a = (const char *)product.a + i * all.a_step;
      one.b = (const char *)product.b + i * all.b_step;
      one.c = (char *)product.c + i * all.c_step;
      multiply_shared(type, &one);
    }
    return;
  }
  const double work = (double)m * (double)n * (double)(k > 0 ? k : 1);
  const double each = WORTH_SHARING / 2 / work;
  const ptrdiff_t share = (batch + threads - 1) / threads;
  ck_parallel(batch, each < share ? (ptrdiff_t)each + 1 : batch, multiply_batch, &all);
}
