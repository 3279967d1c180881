#include "pooled.h"
#include "winograd.h"
#include "workspace.h"

#ifdef __x86_64__

#include <immintrin.h>

#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define USE_AVX512
#define ROWS 14
#define WIDE_ROWS 6
#define ALL_TILES(TILE) \
  TILE(1, 1) TILE(1, 2) TILE(1, 3) TILE(1, 4) \
  TILE(2, 1) TILE(2, 2) TILE(2, 3) TILE(2, 4) \
  TILE(3, 1) TILE(3, 2) TILE(3, 3) TILE(3, 4) \
  TILE(4, 1) TILE(4, 2) TILE(4, 3) TILE(4, 4) \
  TILE(5, 1) TILE(5, 2) TILE(5, 3) TILE(5, 4) \
  TILE(6, 1) TILE(6, 2) TILE(6, 3) TILE(6, 4) \
  TILE(7, 1) TILE(7, 2) TILE(8, 1) TILE(8, 2) \
  TILE(9, 1) TILE(9, 2) TILE(10, 1) TILE(10, 2) \
  TILE(11, 1) TILE(11, 2) TILE(12, 1) TILE(12, 2) \
  TILE(13, 1) TILE(13, 2) TILE(14, 1) TILE(14, 2)

#define SINGLE
#include "vectors.h"
#include "pooled_blocks.h"
#include "gemm_blocks.h"
#include "winograd_transforms.h"
#include "plane_vectors.h"
#include "winograd_blocks.h"
#undef SINGLE

#define DOUBLE
#include "vectors.h"
#include "pooled_blocks.h"
#include "gemm_blocks.h"

#pragma clang attribute pop

#endif
