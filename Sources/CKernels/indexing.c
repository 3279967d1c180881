#include "kernel.h"

CLONES void ck_ramp(ptrdiff_t n, ptrdiff_t start, ptrdiff_t stride, int64_t *offsets) {
  EACH(i, n) { offsets[i] = start + i * stride; }
}

ptrdiff_t ck_add_offsets(ptrdiff_t n, const int64_t *index, ptrdiff_t stride, ptrdiff_t size,
                         ptrdiff_t step, int wraps, int64_t *offsets) {
  for (ptrdiff_t i = 0; i < n; i++) {
    int64_t place = index[i * stride];
    if (wraps && place < 0) place += size;
    if (place < 0 || place >= size) return i;
    offsets[i] += place * step;
  }
  return -1;
}

#define TAKE(NAME, T) \
  static void NAME(ptrdiff_t n, const int64_t *offsets, ptrdiff_t block, const T *a, T *out) { \
    if (block == 1) { \
      for (ptrdiff_t i = 0; i < n; i++) out[i] = a[offsets[i]]; \
    } else { \
      for (ptrdiff_t i = 0; i < n; i++) \
        memcpy(out + i * block, a + offsets[i], (size_t)block * sizeof(T)); \
    } \
  }

TAKE(take_8, uint8_t)
TAKE(take_32, uint32_t)
TAKE(take_64, uint64_t)

void ck_take(ck_type type, ptrdiff_t n, const int64_t *offsets, ptrdiff_t block, const void *a,
             void *out) {
  switch (type) {
    case CK_BOOL: take_8(n, offsets, block, a, out); break;
    case CK_FLOAT32: take_32(n, offsets, block, a, out); break;
    case CK_INT64:
    case CK_FLOAT64: take_64(n, offsets, block, a, out); break;
  }
}

// What is put in place i may be read again for place j > i, so the outer loop goes in order.
#define PUT(NAME, T, EXPRESSION) \
  static void NAME(ptrdiff_t n, const int64_t *offsets, ptrdiff_t block, const T *a, T *out) { \
    for (ptrdiff_t i = 0; i < n; i++) { \
      T *target = out + offsets[i]; \
      const T *source = a + i * block; \
      for (ptrdiff_t j = 0; j < block; j++) { \
        T x = target[j], y = source[j]; \
        (void)x; \
        target[j] = (T)(EXPRESSION); \
      } \
    } \
  }

#define U(x) ((uint64_t)(x))
#define PUTS(SUFFIX, T, SUM, PRODUCT) \
  PUT(put_##SUFFIX, T, y) \
  PUT(put_add_##SUFFIX, T, SUM) \
  PUT(put_multiply_##SUFFIX, T, PRODUCT) \
  PUT(put_maximum_##SUFFIX, T, x > y || x != x ? x : y) \
  PUT(put_minimum_##SUFFIX, T, x < y || x != x ? x : y)

PUTS(f32, float, x + y, x * y)
PUTS(f64, double, x + y, x * y)
PUTS(i64, int64_t, U(x) + U(y), U(x) * U(y))
PUTS(bool, uint8_t, x | y, x & y)

#define PUT_CASE(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) NAME##_f32(n, offsets, block, a, out); \
    else if (type == CK_FLOAT64) NAME##_f64(n, offsets, block, a, out); \
    else if (type == CK_INT64) NAME##_i64(n, offsets, block, a, out); \
    else NAME##_bool(n, offsets, block, a, out); \
    break;

void ck_put(ck_put_mode mode, ck_type type, ptrdiff_t n, const int64_t *offsets, ptrdiff_t block,
            const void *a, void *out) {
  switch (mode) {
    PUT_CASE(CK_PUT, put)
    PUT_CASE(CK_PUT_ADD, put_add)
    PUT_CASE(CK_PUT_MULTIPLY, put_multiply)
    PUT_CASE(CK_PUT_MAXIMUM, put_maximum)
    PUT_CASE(CK_PUT_MINIMUM, put_minimum)
  }
}

#define NONZERO(NAME, T) \
  static ptrdiff_t NAME(ptrdiff_t n, const T *a, int64_t *places) { \
    ptrdiff_t count = 0; \
    if (places) { \
      for (ptrdiff_t i = 0; i < n; i++) \
        if (a[i] != 0) places[count++] = i; \
    } else { \
      for (ptrdiff_t i = 0; i < n; i++) count += a[i] != 0; \
    } \
    return count; \
  }

NONZERO(nonzero_f32, float)
NONZERO(nonzero_f64, double)
NONZERO(nonzero_i64, int64_t)
NONZERO(nonzero_bool, uint8_t)

ptrdiff_t ck_nonzero(ck_type type, ptrdiff_t n, const void *a, int64_t *places) {
  switch (type) {
    case CK_FLOAT32: return nonzero_f32(n, a, places);
    case CK_FLOAT64: return nonzero_f64(n, a, places);
    case CK_INT64: return nonzero_i64(n, a, places);
    case CK_BOOL: return nonzero_bool(n, a, places);
  }
  return 0;
}

void ck_unravel(ptrdiff_t n, const int64_t *places, ptrdiff_t step, ptrdiff_t size, int64_t *out,
                ptrdiff_t stride) {
  for (ptrdiff_t i = 0; i < n; i++) out[i * stride] = places[i] / step % size;
}
