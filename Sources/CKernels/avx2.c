#include "pooled.h"
#include "winograd.h"
#include "workspace.h"

#ifdef __x86_64__

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define USE_AVX2
#define ROWS 6
#define WIDE_ROWS 3
#define ALL_TILES(TILE) \
  TILE(1, 1) TILE(1, 2) TILE(1, 3) TILE(1, 4) \
  TILE(2, 1) TILE(2, 2) TILE(2, 3) TILE(2, 4) \
  TILE(3, 1) TILE(3, 2) TILE(3, 3) TILE(3, 4) \
  TILE(4, 1) TILE(4, 2) \
  TILE(5, 1) TILE(5, 2) \
  TILE(6, 1) TILE(6, 2)

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
