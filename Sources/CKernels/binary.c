#include "binary.h"
#include "trigonometry.h"

// Python's remainder has the sign of the divisor.
INLINE float remainder_f32(float x, float y) {
  float r = fmodf(x, y);
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}
INLINE double remainder_f64(double x, double y) {
  double r = fmod(x, y);
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

// The quotient of what is left without the remainder, rounded to the whole number that it is up
// to rounding errors.
#define FLOOR_DIVIDE(NAME, T, FMOD, FLOOR, COPYSIGN) \
  INLINE T NAME(T x, T y) { \
    if (y == 0) return x / y; \
    T r = FMOD(x, y), quotient = (x - r) / y; \
    if (r != 0 && (y < 0) != (r < 0)) quotient -= 1; \
    if (quotient == 0) return COPYSIGN(0, x / y); \
    T below = FLOOR(quotient); \
    return quotient - below > (T)0.5 ? below + 1 : below; \
  }
FLOOR_DIVIDE(floor_divide_f32, float, fmodf, floorf, copysignf)
FLOOR_DIVIDE(floor_divide_f64, double, fmod, floor, copysign)

// log(eˣ + eʸ), by the larger of the two.
INLINE double log_add_exp_f64(double x, double y) {
  double largest = x > y ? x : y;
  double sum = largest + log1p_f64(exp_f64(-fabs(x - y)));
  return x == y && fabs(x) == INFINITY ? x : x != x ? x : sum;
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
INLINE int64_t truncated_divide_i64(int64_t x, int64_t y) {
  return y == 0 ? 0 : y == -1 ? (int64_t)(-U(x)) : x / y;
}
INLINE int64_t fmod_i64(int64_t x, int64_t y) { return y == 0 || y == -1 ? 0 : x % y; }

// A negative power of all but 1 and −1 is a fraction, which is cut to 0.
INLINE int64_t power_i64(int64_t x, int64_t y) {
  if (y < 0) return x == 1 ? 1 : x == -1 ? (y & 1 ? -1 : 1) : 0;
  uint64_t base = U(x), result = 1;
  for (; y > 0; y >>= 1, base *= base) result *= y & 1 ? base : 1;
  return (int64_t)result;
}

FLOATING(add, x + y, x + y)
FLOATING(subtract, x - y, x - y)
FLOATING(multiply, x * y, x * y)
FLOATING(divide, x / y, x / y)
FLOATING(power, power_f32(x, y), pow(x, y))
FLOATING(maximum, x > y || x != x ? x : y, x > y || x != x ? x : y)
FLOATING(minimum, x < y || x != x ? x : y, x < y || x != x ? x : y)
FLOATING(remainder, remainder_f32(x, y), remainder_f64(x, y))
FLOATING(floor_divide, floor_divide_f32(x, y), floor_divide_f64(x, y))
FLOATING(truncated_divide, truncf(x / y), trunc(x / y))
FLOATING(fmod, fmodf(x, y), fmod(x, y))
FLOATING(fmax, x >= y || y != y ? x : y, x >= y || y != y ? x : y)
FLOATING(fmin, x <= y || y != y ? x : y, x <= y || y != y ? x : y)
FLOATING(atan2, (float)atan2_f64(x, y), atan2_f64(x, y))
FLOATING(hypot, (float)sqrt((double)x * x + (double)y * y), hypot(x, y))
FLOATING(log_add_exp, (float)log_add_exp_f64(x, y), log_add_exp_f64(x, y))
FLOATING(x_log_y, y != y ? y : x == 0 ? 0 : x * log_f32(y), y != y ? y : x == 0 ? 0 : x * log_f64(y))
FLOATING(heaviside, x == 0 ? y : x > 0, x == 0 ? y : x > 0)
FLOATING(copy_sign, copysignf(x, y), copysign(x, y))
BINARY(ck_add_i64, int64_t, int64_t, U(x) + U(y))
BINARY(ck_subtract_i64, int64_t, int64_t, U(x) - U(y))
BINARY(ck_multiply_i64, int64_t, int64_t, U(x) * U(y))
BINARY(ck_power_i64, int64_t, int64_t, power_i64(x, y))
BINARY(ck_maximum_i64, int64_t, int64_t, x > y ? x : y)
BINARY(ck_minimum_i64, int64_t, int64_t, x < y ? x : y)
BINARY(ck_remainder_i64, int64_t, int64_t, remainder_i64(x, y))
BINARY(ck_floor_divide_i64, int64_t, int64_t, floor_divide_i64(x, y))
BINARY(ck_truncated_divide_i64, int64_t, int64_t, truncated_divide_i64(x, y))
BINARY(ck_fmod_i64, int64_t, int64_t, fmod_i64(x, y))
BINARY(ck_heaviside_i64, int64_t, int64_t, x == 0 ? y : x > 0)
BINARY(ck_or_bool, uint8_t, uint8_t, x | y)
BINARY(ck_and_bool, uint8_t, uint8_t, x & y)

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

static void binary(int operation, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                   const void *b, ptrdiff_t sb, void *out) {
  switch ((ck_binary_operation)operation) {
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
    case CK_TRUNCATED_DIVIDE: NUMBER_TYPES(truncated_divide) break;
    case CK_FMOD: NUMBER_TYPES(fmod) break;
    case CK_FMAX: FLOATING_TYPES(fmax) break;
    case CK_FMIN: FLOATING_TYPES(fmin) break;
    case CK_ATAN2: FLOATING_TYPES(atan2) break;
    case CK_HYPOT: FLOATING_TYPES(hypot) break;
    case CK_LOG_ADD_EXP: FLOATING_TYPES(log_add_exp) break;
    case CK_X_LOG_Y: FLOATING_TYPES(x_log_y) break;
    case CK_HEAVISIDE: ALL_TYPES(heaviside, or) break;
    case CK_COPY_SIGN: FLOATING_TYPES(copy_sign) break;
  }
}

void ck_binary(ck_binary_operation operation, ck_type type, ptrdiff_t n,
               const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, void *out) {
  binary_job job = {binary, operation, type, a, b, sa, sb, out, size_of(type)};
  ck_parallel(n, ELEMENTS, run_binary, &job);
}
