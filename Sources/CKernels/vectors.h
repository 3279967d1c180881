// Not guarded: what a vector of T is for one instruction set. Before it is included, one of
// USE_AVX512, USE_AVX2 or USE_PORTABLE and one of SINGLE or DOUBLE stand defined; it leaves T,
// VEC, LANES, the loads and stores of a vector's first n elements, the two interleavings and what
// undoes them, vectors of as many WHOLES and BYTES, and NAME, which sets type and instruction set
// behind a name. It may be included again.

#undef T
#undef LANES
#undef NAME
#undef JOIN
#undef VEC
#undef LOAD_FIRST
#undef STORE_FIRST
#undef INTERLEAVE_LOW
#undef INTERLEAVE_HIGH
#undef EVEN
#undef ODD
#undef WHOLES
#undef BYTES

#ifdef SINGLE
#define T float
#else
#define T double
#endif

#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)

#if defined(USE_AVX512)
#ifdef SINGLE
#define LANES 16
#define NAME(x) JOIN(x, f32, avx512)
#define LOAD_FIRST(p, n) ((VEC)_mm512_maskz_loadu_ps((__mmask16)((1u << (n)) - 1), p))
#define STORE_FIRST(p, v, n) _mm512_mask_storeu_ps(p, (__mmask16)((1u << (n)) - 1), (__m512)(v))
#else
#define LANES 8
#define NAME(x) JOIN(x, f64, avx512)
#define LOAD_FIRST(p, n) ((VEC)_mm512_maskz_loadu_pd((__mmask8)((1u << (n)) - 1), p))
#define STORE_FIRST(p, v, n) _mm512_mask_storeu_pd(p, (__mmask8)((1u << (n)) - 1), (__m512d)(v))
#endif
#elif defined(USE_AVX2)
#ifdef SINGLE
#define LANES 8
#define NAME(x) JOIN(x, f32, avx2)
#define FIRST(n) \
  _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(n)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))
#define LOAD_FIRST(p, n) ((VEC)_mm256_maskload_ps(p, FIRST(n)))
#define STORE_FIRST(p, v, n) _mm256_maskstore_ps(p, FIRST(n), (__m256)(v))
#else
#define LANES 4
#define NAME(x) JOIN(x, f64, avx2)
#define FIRST64(n) _mm256_cmpgt_epi64(_mm256_set1_epi64x(n), _mm256_setr_epi64x(0, 1, 2, 3))
#define LOAD_FIRST(p, n) ((VEC)_mm256_maskload_pd(p, FIRST64(n)))
#define STORE_FIRST(p, v, n) _mm256_maskstore_pd(p, FIRST64(n), (__m256d)(v))
#endif
#else
#ifdef SINGLE
#define LANES 4
#define NAME(x) JOIN(x, f32, portable)
#else
#define LANES 2
#define NAME(x) JOIN(x, f64, portable)
#endif
#define LOAD_FIRST(p, n) NAME(load_first)(p, n)
#define STORE_FIRST(p, v, n) NAME(store_first)(p, v, n)
#endif

#define VEC NAME(vector)
typedef T VEC __attribute__((vector_size(LANES * sizeof(T)), aligned(sizeof(T)), may_alias));
#define WHOLES NAME(wholes)
typedef __typeof__((VEC){0} < 0) WHOLES;
#define BYTES NAME(bytes)
typedef uint8_t BYTES __attribute__((vector_size(LANES), aligned(1), may_alias));

#if LANES == 16
#define INTERLEAVE_LOW(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define INTERLEAVE_HIGH(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define EVEN(a, b) \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD(a, b) \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#elif LANES == 8
#define INTERLEAVE_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define INTERLEAVE_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#elif LANES == 4
#define INTERLEAVE_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define INTERLEAVE_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#else
#define INTERLEAVE_LOW(a, b) __builtin_shufflevector(a, b, 0, 2)
#define INTERLEAVE_HIGH(a, b) __builtin_shufflevector(a, b, 1, 3)
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif

#ifdef USE_PORTABLE
INLINE VEC NAME(load_first)(const T *p, ptrdiff_t n) {
  VEC v = {0};
  for (ptrdiff_t i = 0; i < LANES && i < n; i++) v[i] = p[i];
  return v;
}
INLINE void NAME(store_first)(T *p, VEC v, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < LANES && i < n; i++) p[i] = v[i];
}
#endif

// Rows to columns: each round interleaves what lies half the rows apart.
INLINE void NAME(transpose)(VEC rows[LANES]) {
#pragma clang loop unroll(full)
  for (int round = 1; round < LANES; round *= 2) {
    VEC next[LANES];
#pragma clang loop unroll(full)
    for (int i = 0; i < LANES / 2; i++) {
      next[2 * i] = INTERLEAVE_LOW(rows[i], rows[i + LANES / 2]);
      next[2 * i + 1] = INTERLEAVE_HIGH(rows[i], rows[i + LANES / 2]);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < LANES; i++) rows[i] = next[i];
  }
}

// max(x, 0); NaN stays.
INLINE VEC NAME(relu)(VEC x) { return (VEC)(~(x < 0) & (WHOLES)x); }

INLINE VEC NAME(select)(WHOLES condition, VEC a, VEC b) {
  return (VEC)((condition & (WHOLES)a) | (~condition & (WHOLES)b));
}

/// The first n < 16 bytes.
INLINE void NAME(store_first_bytes)(uint8_t *to, BYTES bytes, ptrdiff_t n) {
  uint8_t from[16];
  memcpy(from, &bytes, LANES);
  ptrdiff_t done = 0;
  if (n & 8) memcpy(to, from, 8), done = 8;
  if (n & 4) memcpy(to + done, from + done, 4), done += 4;
  if (n & 2) memcpy(to + done, from + done, 2), done += 2;
  if (n & 1) to[done] = from[done];
}
