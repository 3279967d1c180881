#include "pooled.h"

#include "gemm.h"

void ck_pool_block(ck_type type, const ck_pooled_block *block, const void *x, void *y,
                   uint8_t *places) {
  const int is_single = type == CK_FLOAT32;
#ifdef __x86_64__
  const ck_instruction_set best = ck_best_instruction_set();
  if (best == CK_AVX512) {
    return (is_single ? ck_pool_f32_avx512 : ck_pool_f64_avx512)(block, x, y, places);
  }
  if (best == CK_AVX2) {
    return (is_single ? ck_pool_f32_avx2 : ck_pool_f64_avx2)(block, x, y, places);
  }
#endif
  (is_single ? ck_pool_f32_portable : ck_pool_f64_portable)(block, x, y, places);
}

void ck_unpool_block(ck_type type, const ck_pooled_block *block, const void *y,
                     const uint8_t *places, void *x) {
  const int is_single = type == CK_FLOAT32;
#ifdef __x86_64__
  const ck_instruction_set best = ck_best_instruction_set();
  if (best == CK_AVX512) {
    return (is_single ? ck_unpool_f32_avx512 : ck_unpool_f64_avx512)(block, y, places, x);
  }
  if (best == CK_AVX2) {
    return (is_single ? ck_unpool_f32_avx2 : ck_unpool_f64_avx2)(block, y, places, x);
  }
#endif
  (is_single ? ck_unpool_f32_portable : ck_unpool_f64_portable)(block, y, places, x);
}
