#include "binary.h"

#define COMPARISON(NAME, EXPRESSION) \
  BINARY(ck_##NAME##_f32, float, uint8_t, EXPRESSION) \
  BINARY(ck_##NAME##_f64, double, uint8_t, EXPRESSION) \
  BINARY(ck_##NAME##_i64, int64_t, uint8_t, EXPRESSION) \
  BINARY(ck_##NAME##_bool, uint8_t, uint8_t, EXPRESSION)

COMPARISON(equal, x == y)
COMPARISON(not_equal, x != y)
COMPARISON(less, x < y)
COMPARISON(less_equal, x <= y)
COMPARISON(greater, x > y)
COMPARISON(greater_equal, x >= y)

static void compare(int operation, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                    const void *b, ptrdiff_t sb, void *out) {
  switch ((ck_comparison)operation) {
    case CK_EQUAL: ALL_TYPES(equal, equal) break;
    case CK_NOT_EQUAL: ALL_TYPES(not_equal, not_equal) break;
    case CK_LESS: ALL_TYPES(less, less) break;
    case CK_LESS_EQUAL: ALL_TYPES(less_equal, less_equal) break;
    case CK_GREATER: ALL_TYPES(greater, greater) break;
    case CK_GREATER_EQUAL: ALL_TYPES(greater_equal, greater_equal) break;
  }
}

void ck_compare(ck_comparison operation, ck_type type, ptrdiff_t n,
                const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, uint8_t *out) {
  binary_job job = {compare, operation, type, a, b, sa, sb, (char *)out, 1};
  ck_parallel(n, ELEMENTS, run_binary, &job);
}

#define BITWISE(NAME, EXPRESSION) \
  BINARY(ck_##NAME##_i64, int64_t, int64_t, EXPRESSION) \
  BINARY(ck_##NAME##_bool, uint8_t, uint8_t, EXPRESSION)

BITWISE(bitwise_and, x & y)
BITWISE(bitwise_or, x | y)
BITWISE(bitwise_xor, x ^ y)
// As if numbers had bits without end: what is shifted out is gone.
BINARY(ck_shift_left_i64, int64_t, int64_t, U(y) < 64 ? U(x) << (U(y) & 63) : 0)
BINARY(ck_shift_right_i64, int64_t, int64_t, x >> (U(y) < 64 ? y : 63))

#define WHOLE_TYPES(NAME) \
  if (type == CK_INT64) ck_##NAME##_i64(n, a, sa, b, sb, out); \
  else if (type == CK_BOOL) ck_##NAME##_bool(n, a, sa, b, sb, out);

static void bitwise(int operation, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                    const void *b, ptrdiff_t sb, void *out) {
  switch ((ck_bitwise_operation)operation) {
    case CK_BITWISE_AND: WHOLE_TYPES(bitwise_and) break;
    case CK_BITWISE_OR: WHOLE_TYPES(bitwise_or) break;
    case CK_BITWISE_XOR: WHOLE_TYPES(bitwise_xor) break;
    case CK_SHIFT_LEFT: if (type == CK_INT64) ck_shift_left_i64(n, a, sa, b, sb, out); break;
    case CK_SHIFT_RIGHT: if (type == CK_INT64) ck_shift_right_i64(n, a, sa, b, sb, out); break;
  }
}

void ck_bitwise(ck_bitwise_operation operation, ck_type type, ptrdiff_t n,
                const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, void *out) {
  binary_job job = {bitwise, operation, type, a, b, sa, sb, out, size_of(type)};
  ck_parallel(n, ELEMENTS, run_binary, &job);
}

#define TEST(NAME, EXPRESSION) \
  CLONES void ck_##NAME##_f32(ptrdiff_t n, const float *a, ptrdiff_t sa, uint8_t *out); \
  CLONES void ck_##NAME##_f32(ptrdiff_t n, const float *a, ptrdiff_t sa, uint8_t *out) { \
    EACH(i, n) { float x = a[i * sa]; out[i] = EXPRESSION; } \
  } \
  CLONES void ck_##NAME##_f64(ptrdiff_t n, const double *a, ptrdiff_t sa, uint8_t *out); \
  CLONES void ck_##NAME##_f64(ptrdiff_t n, const double *a, ptrdiff_t sa, uint8_t *out) { \
    EACH(i, n) { double x = a[i * sa]; out[i] = EXPRESSION; } \
  }

TEST(is_nan, x != x)
TEST(is_infinite, fabs(x) == INFINITY)
TEST(is_finite, fabs(x) < INFINITY)
TEST(is_positive_infinite, x == INFINITY)
TEST(is_negative_infinite, x == -INFINITY)
TEST(has_sign, signbit(x) != 0)

#define TEST_CASE(CASE, NAME) \
  case CASE: \
    if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, out); \
    else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, out); \
    break;

void ck_classify(ck_test test, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                 uint8_t *out) {
  switch (test) {
    TEST_CASE(CK_IS_NAN, is_nan)
    TEST_CASE(CK_IS_INFINITE, is_infinite)
    TEST_CASE(CK_IS_FINITE, is_finite)
    TEST_CASE(CK_IS_POSITIVE_INFINITE, is_positive_infinite)
    TEST_CASE(CK_IS_NEGATIVE_INFINITE, is_negative_infinite)
    TEST_CASE(CK_HAS_SIGN, has_sign)
  }
}
