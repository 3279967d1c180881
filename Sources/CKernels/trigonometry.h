#pragma once

#include "functions.h"

// Circular and hyperbolic functions and their inverses in double precision, without branches.
// Polynomials of FreeBSD's msun (sin, cos, asin) and of Moshier's Cephes (atan). In single
// precision these are taken and rounded once.

#define HALF_PI 1.57079632679489655800
#define HALF_PI_REST 6.12323399573676603587e-17

// Beyond this, reducing by ½π in three parts is no longer exact.
#define CIRCULAR_LIMIT 1048576.0

typedef struct { double sin, cos; int64_t quadrant; } circular;

// x = n·½π + r with |r| ≤ ¼π; n modulo 4 is the quadrant.
INLINE circular circular_f64(double x) {
  const double magic = 6755399441055744.0;
  double shifted = x * 6.36619772367581382433e-01 + magic;
  double n = shifted - magic;
  double r = ((x - n * 1.57079632673412561417e+00) - n * 6.07710050630396597660e-11)
             - n * 2.02226624879595063154e-21;
  double z = r * r;
  double s = 1.58969099521155010221e-10;
  s = s * z - 2.50507602534068634195e-08;
  s = s * z + 2.75573137070700676789e-06;
  s = s * z - 1.98412698298579493134e-04;
  s = s * z + 8.33333333332248946124e-03;
  s = s * z - 1.66666666666666324348e-01;
  double c = -1.13596475577881948265e-11;
  c = c * z + 2.08757232129817482790e-09;
  c = c * z - 2.75573143513906633035e-07;
  c = c * z + 2.48015872894767294178e-05;
  c = c * z - 1.38888888888741095749e-03;
  c = c * z + 4.16666666666666019037e-02;
  circular result;
  result.sin = r + r * (z * s);
  result.cos = (1.0 - 0.5 * z) + z * (z * c);
  result.quadrant = bits64_of(shifted) & 3;
  return result;
}

INLINE double sin_f64(double x) {
  circular a = circular_f64(x);
  double y = a.quadrant & 1 ? a.cos : a.sin;
  y = a.quadrant & 2 ? -y : y;
  return x == 0 ? x : y;
}

INLINE double cos_f64(double x) {
  circular a = circular_f64(x);
  double y = a.quadrant & 1 ? a.sin : a.cos;
  return (a.quadrant + 1) & 2 ? -y : y;
}

INLINE double tan_f64(double x) {
  circular a = circular_f64(x);
  double above = a.quadrant & 1 ? -a.cos : a.sin;
  double below = a.quadrant & 1 ? a.sin : a.cos;
  return x == 0 ? x : above / below;
}

// (asin s − s) / s as a function of z = s², for s ≤ ½.
INLINE double asin_series(double z) {
  double p = 3.47933107596021167570e-05;
  p = p * z + 7.91534994289814532176e-04;
  p = p * z - 4.00555345006794114027e-02;
  p = p * z + 2.01212532134862925881e-01;
  p = p * z - 3.25565818622400915405e-01;
  p = p * z + 1.66666666666666657415e-01;
  double q = 7.70381505559019352791e-02;
  q = q * z - 6.88283971605453293030e-01;
  q = q * z + 2.02094576023350569471e+00;
  q = q * z - 2.40339491173441421878e+00;
  q = q * z + 1.0;
  return z * p / q;
}

// Beyond ½: asin a = ½π − 2 asin √((1 − a)/2).
INLINE double asin_f64(double x) {
  double a = fabs(x);
  int isLarge = a > 0.5;
  double z = isLarge ? (1.0 - a) * 0.5 : a * a;
  double s = isLarge ? sqrt(z) : a;
  double t = s + s * asin_series(z);
  double y = isLarge ? HALF_PI - (2.0 * t - HALF_PI_REST) : t;
  return copysign(y, x);
}

INLINE double acos_f64(double x) {
  double a = fabs(x);
  int isLarge = a > 0.5;
  double z = isLarge ? (1.0 - a) * 0.5 : a * a;
  double s = isLarge ? sqrt(z) : a;
  double t = s + s * asin_series(z);
  double small = HALF_PI - (copysign(t, x) - HALF_PI_REST);
  double large = x > 0 ? 2.0 * t : 2.0 * (HALF_PI - (t - HALF_PI_REST));
  return isLarge ? large : small;
}

// Reduced to |x| ≤ tan ⅛π by tan(a − b).
INLINE double atan_f64(double x) {
  double a = fabs(x);
  int isLarge = a > 2.41421356237309504880, isMiddle = a > 0.66;
  double above = isLarge ? -1.0 : isMiddle ? a - 1.0 : a;
  double below = isLarge ? a : isMiddle ? a + 1.0 : 1.0;
  double r = above / below, z = r * r;
  double p = -8.750608600031904122785e-1;
  p = p * z - 1.615753718733365076637e1;
  p = p * z - 7.500855792314704667340e1;
  p = p * z - 1.228866684490136173410e2;
  p = p * z - 6.485021904942025371773e1;
  double q = z + 2.485846490142306297962e1;
  q = q * z + 1.650270098316988542046e2;
  q = q * z + 4.328810604912902668951e2;
  q = q * z + 4.853903996359136964868e2;
  q = q * z + 1.945506571482613964425e2;
  double turn = isLarge ? HALF_PI : isMiddle ? 0.5 * HALF_PI : 0.0;
  double rest = isLarge ? HALF_PI_REST : isMiddle ? 0.5 * HALF_PI_REST : 0.0;
  return copysign(turn + ((r * (z * p / q) + rest) + r), x);
}

// The angle of the point (x, y).
INLINE double atan2_f64(double y, double x) {
  double ax = fabs(x), ay = fabs(y);
  double quotient = ax == ay ? 1.0 : ay / ax;
  double angle = ay == 0 ? 0.0 : atan_f64(quotient);
  angle = signbit(x) ? 2.0 * HALF_PI - (angle - 2.0 * HALF_PI_REST) : angle;
  return x != x || y != y ? x + y : copysign(angle, y);
}

// ½(m + m/(m + 1)) with m = eˣ − 1; eˣ is taken in two halves where it alone would overflow.
INLINE double sinh_f64(double x) {
  double a = fabs(x);
  double m = expm1_f64(a > 700.0 ? 700.0 : a), half = exp_f64(0.5 * a);
  double y = a > 30.0 ? (0.5 * half) * half : 0.5 * (m + m / (m + 1.0));
  return copysign(y, x);
}

INLINE double cosh_f64(double x) {
  double a = fabs(x);
  double half = exp_f64(0.5 * a), e = half * half;
  return a > 30.0 ? (0.5 * half) * half : 0.5 * (e + 1.0 / e);
}

INLINE double asinh_f64(double x) {
  double a = fabs(x), z = a * a;
  double near = log1p_f64(a + z / (1.0 + sqrt(1.0 + z)));
  double y = a > 1e8 ? log_f64(a) + 6.93147180559945286227e-01 : near;
  return copysign(y, x);
}

INLINE double acosh_f64(double x) {
  double t = x - 1.0;
  double near = log1p_f64(t + sqrt(2.0 * t + t * t));
  return x < 1.0 ? NAN : x > 1e8 ? log_f64(x) + 6.93147180559945286227e-01 : near;
}

INLINE double atanh_f64(double x) {
  double a = fabs(x);
  return copysign(0.5 * log1p_f64(2.0 * a / (1.0 - a)), x);
}

// 2ˣ = 2ⁿ·e^((x − n) ln 2), exact for whole x.
INLINE double exp2_f64(double x) {
  double c = x > 1100.0 ? 1100.0 : x;
  c = c < -1100.0 ? -1100.0 : c;
  double n = rint(c);
  double r = (c - n) * 6.93147180559945286227e-01;
  int64_t k = (int64_t)(n == n ? n : 0.0), half = (int32_t)k >> 1;
  return (1.0 + series_f64(r)) * double_of((int64_t)((uint64_t)(half + 1023) << 52))
         * double_of((int64_t)((uint64_t)(k - half + 1023) << 52));
}

// The exponent apart, so that whole powers of 2 come out whole.
INLINE double log2_f64(double x) {
  const double magic = 6755399441055744.0;
  int isSmall = x < 2.2250738585072014e-308;
  uint64_t raw = (uint64_t)bits64_of(isSmall ? x * 18014398509481984.0 : x);
  int64_t bits = (int64_t)(raw - 0x3fe6a09e00000000u);
  int64_t exponent = (bits >> 52) - (isSmall ? 54 : 0);
  double k = double_of(exponent + bits64_of(magic)) - magic;
  double mantissa = double_of((bits & 0xfffffffffffff) + 0x3fe6a09e00000000);
  double y = k + log_f64(mantissa) * 1.44269504088896338700;
  return x > 0 && x < INFINITY ? y : log_f64(x);
}

// xʸ in single precision, by logarithm and exponential in double.
INLINE float power_f32(float base, float exponent) {
  double x = base, y = exponent, a = fabs(x);
  double power = exp_f64(y * log_f64(a));
  int isWhole = floor(y) == y, isOdd = isWhole && floor(0.5 * y) != 0.5 * y;
  power = a == 1.0 && fabs(y) == INFINITY ? 1.0 : power;
  power = signbit(x) && isOdd ? -power : power;
  power = x < 0 && !isWhole && a < INFINITY ? NAN : power;
  return (float)(y == 0 || x == 1.0 ? 1.0 : power);
}
