#include "kernel.h"

#define LOOPS(A, R, EXPRESSION) \
  if (sa == 1 && sb == 1) { \
    EACH(i, n) { A x = a[i], y = b[i]; out[i] = (R)(EXPRESSION); } \
  } else if (sa == 1 && sb == 0) { \
    A y = b[0]; \
    EACH(i, n) { A x = a[i]; out[i] = (R)(EXPRESSION); } \
  } else if (sa == 0 && sb == 1) { \
    A x = a[0]; \
    EACH(i, n) { A y = b[i]; out[i] = (R)(EXPRESSION); } \
  } else { \
    EACH(i, n) { A x = a[i * sa], y = b[i * sb]; out[i] = (R)(EXPRESSION); } \
  }

#define BINARY(NAME, A, R, EXPRESSION) \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, const A *b, ptrdiff_t sb, R *out); \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, const A *b, ptrdiff_t sb, R *out) { \
    if (n > 0) { LOOPS(A, R, EXPRESSION) } \
  }

#define FLOATING(NAME, EXPRESSION32, EXPRESSION64) \
  BINARY(ck_##NAME##_f32, float, float, EXPRESSION32) \
  BINARY(ck_##NAME##_f64, double, double, EXPRESSION64)

#define U(x) ((uint64_t)(x))

// Python's remainder has the sign of the divisor.
INLINE float remainder_f32(float x, float y) {
  float r = fmodf(x, y);
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}
INLINE double remainder_f64(double x, double y) {
  double r = fmod(x, y);
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

// The caller refuses a divisor of 0; −1 is apart because INT64_MIN / −1 has no answer.
INLINE int64_t remainder_i64(int64_t x, int64_t y) {
  if (y == -1 || y == 0) return 0;
  int64_t r = x % y;
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}
INLINE int64_t floor_divide_i64(int64_t x, int64_t y) {
  if (y == 0) return 0;
  if (y == -1) return (int64_t)(-U(x));
  int64_t q = x / y;
  return x % y != 0 && (x < 0) != (y < 0) ? q - 1 : q;
}
INLINE int64_t power_i64(int64_t x, int64_t y) {
  uint64_t base = U(x), result = 1;
  for (; y > 0; y >>= 1, base *= base) result *= y & 1 ? base : 1;
  return (int64_t)result;
}

FLOATING(add, x + y, x + y)
FLOATING(subtract, x - y, x - y)
FLOATING(multiply, x * y, x * y)
FLOATING(divide, x / y, x / y)
FLOATING(power, powf(x, y), pow(x, y))
FLOATING(maximum, x > y || x != x ? x : y, x > y || x != x ? x : y)
FLOATING(minimum, x < y || x != x ? x : y, x < y || x != x ? x : y)
FLOATING(remainder, remainder_f32(x, y), remainder_f64(x, y))
FLOATING(floor_divide, y == 0 ? x / y : rintf((x - remainder_f32(x, y)) / y),
         y == 0 ? x / y : rint((x - remainder_f64(x, y)) / y))
BINARY(ck_add_i64, int64_t, int64_t, U(x) + U(y))
BINARY(ck_subtract_i64, int64_t, int64_t, U(x) - U(y))
BINARY(ck_multiply_i64, int64_t, int64_t, U(x) * U(y))
BINARY(ck_power_i64, int64_t, int64_t, power_i64(x, y))
BINARY(ck_maximum_i64, int64_t, int64_t, x > y ? x : y)
BINARY(ck_minimum_i64, int64_t, int64_t, x < y ? x : y)
BINARY(ck_remainder_i64, int64_t, int64_t, remainder_i64(x, y))
BINARY(ck_floor_divide_i64, int64_t, int64_t, floor_divide_i64(x, y))
BINARY(ck_or_bool, uint8_t, uint8_t, x | y)
BINARY(ck_and_bool, uint8_t, uint8_t, x & y)

#define FLOATING_TYPES(NAME) \
  if (type == CK_FLOAT32) ck_##NAME##_f32(n, a, sa, b, sb, out); \
  else if (type == CK_FLOAT64) ck_##NAME##_f64(n, a, sa, b, sb, out);

#define NUMBER_TYPES(NAME) \
  FLOATING_TYPES(NAME) \
  else if (type == CK_INT64) ck_##NAME##_i64(n, a, sa, b, sb, out);

#define ALL_TYPES(NAME, BOOLEAN) \
  NUMBER_TYPES(NAME) \
  else ck_##BOOLEAN##_bool(n, a, sa, b, sb, out);

// A whole power of a whole matrix is a few products, not a call of pow for each element.
static int power_by_products(ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                             const void *b, ptrdiff_t sb, void *out) {
  if (sb != 0 || n == 0 || (type != CK_FLOAT32 && type != CK_FLOAT64)) return 0;
  double exponent = type == CK_FLOAT32 ? *(const float *)b : *(const double *)b;
  if (exponent == 2) {
    ck_unary(CK_SQUARE, type, n, a, sa, out);
  } else if (exponent == 0.5) {
    ck_unary(CK_SQUARE_ROOT, type, n, a, sa, out);
  } else if (exponent == -1) {
    ck_unary(CK_RECIPROCAL, type, n, a, sa, out);
  } else {
    return 0;
  }
  return 1;
}

void ck_binary(ck_binary_operation operation, ck_type type, ptrdiff_t n,
               const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, void *out) {
  switch (operation) {
    case CK_ADD: ALL_TYPES(add, or) break;
    case CK_SUBTRACT: NUMBER_TYPES(subtract) break;
    case CK_MULTIPLY: ALL_TYPES(multiply, and) break;
    case CK_DIVIDE: FLOATING_TYPES(divide) break;
    case CK_POWER:
      if (!power_by_products(type, n, a, sa, b, sb, out)) { NUMBER_TYPES(power) }
      break;
    case CK_MAXIMUM: ALL_TYPES(maximum, or) break;
    case CK_MINIMUM: ALL_TYPES(minimum, and) break;
    case CK_REMAINDER: NUMBER_TYPES(remainder) break;
    case CK_FLOOR_DIVIDE: NUMBER_TYPES(floor_divide) break;
  }
}

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

void ck_compare(ck_comparison operation, ck_type type, ptrdiff_t n,
                const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, uint8_t *out) {
  switch (operation) {
    case CK_EQUAL: ALL_TYPES(equal, equal) break;
    case CK_NOT_EQUAL: ALL_TYPES(not_equal, not_equal) break;
    case CK_LESS: ALL_TYPES(less, less) break;
    case CK_LESS_EQUAL: ALL_TYPES(less_equal, less_equal) break;
    case CK_GREATER: ALL_TYPES(greater, greater) break;
    case CK_GREATER_EQUAL: ALL_TYPES(greater_equal, greater_equal) break;
  }
}
