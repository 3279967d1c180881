#pragma once

#include "kernel.h"

// exp, log and their kin without branches or tables, so that the compiler can vectorise the
// loops around them. Errors are a few units in the last place.

INLINE float float_of(int32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
INLINE int32_t bits_of(float x) { int32_t bits; memcpy(&bits, &x, 4); return bits; }
INLINE double double_of(int64_t bits) { double x; memcpy(&x, &bits, 8); return x; }
INLINE int64_t bits64_of(double x) { int64_t bits; memcpy(&bits, &x, 8); return bits; }

// x = k·ln 2 + r with |r| ≤ ½ ln 2. Adding 1.5·2^23 rounds to a whole number, and leaves that
// number in the low bits.
INLINE float reduce_f32(float x, int32_t *k) {
  const float magic = 12582912.0f;
  float shifted = x * 1.44269504088896341f + magic;
  float n = shifted - magic;
  *k = bits_of(shifted) - bits_of(magic);
  return (x - n * 0.693145752f) - n * 1.42860677e-6f;
}

INLINE double reduce_f64(double x, int64_t *k) {
  const double magic = 6755399441055744.0;
  double shifted = x * 1.44269504088896338700 + magic;
  double n = shifted - magic;
  *k = bits64_of(shifted) - bits64_of(magic);
  return (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
}

// eʳ − 1 for |r| ≤ ½ ln 2, by its Taylor series.
INLINE float series_f32(float r) {
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  return r + r * r * p;
}

INLINE double series_f64(double r) {
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  return r + r * r * p;
}

// A comparison with NaN is false, so NaN passes through each clamp. 2ᵏ is multiplied in two
// halves, so that results below the smallest normal number are still right.
INLINE float exp_f32(float x) {
  x = x > 90.0f ? 90.0f : x;
  x = x < -105.0f ? -105.0f : x;
  int32_t k;
  float r = reduce_f32(x, &k);
  int32_t half = k >> 1;
  return (1.0f + series_f32(r)) * float_of((half + 127) << 23) * float_of((k - half + 127) << 23);
}

INLINE double exp_f64(double x) {
  x = x > 711.0 ? 711.0 : x;
  x = x < -747.0 ? -747.0 : x;
  int64_t k;
  double r = reduce_f64(x, &k);
  int64_t half = (int32_t)k >> 1;
  return (1.0 + series_f64(r)) * double_of((int64_t)((uint64_t)(half + 1023) << 52))
         * double_of((int64_t)((uint64_t)(k - half + 1023) << 52));
}

// eˣ − 1 = 2ᵏ(eʳ − 1) + (2ᵏ − 1), which keeps every digit near 0; for |x| ≤ 80.
INLINE float expm1_near_f32(float x) {
  int32_t k;
  float r = reduce_f32(x, &k);
  float power = float_of((k + 127) << 23);
  return power * series_f32(r) + (power - 1.0f);
}

INLINE double expm1_near_f64(double x) {
  int64_t k;
  double r = reduce_f64(x, &k);
  double power = double_of((int64_t)((uint64_t)(k + 1023) << 52));
  return power * series_f64(r) + (power - 1.0);
}

INLINE float expm1_f32(float x) {
  float c = x > 80.0f ? 80.0f : x;
  float y = expm1_near_f32(c < -80.0f ? -80.0f : c);
  return x > 80.0f ? exp_f32(x) - 1.0f : x == 0 ? x : y;
}

INLINE double expm1_f64(double x) {
  double c = x > 80.0 ? 80.0 : x;
  double y = expm1_near_f64(c < -80.0 ? -80.0 : c);
  return x > 80.0 ? exp_f64(x) - 1.0 : x == 0 ? x : y;
}

// tanh x = (e²ˣ − 1) / (e²ˣ + 1)
INLINE float tanh_f32(float x) {
  float c = x > 10.0f ? 10.0f : x;
  c = c < -10.0f ? -10.0f : c;
  float m = expm1_near_f32(2.0f * c);
  return x == 0 ? x : m / (m + 2.0f);
}

INLINE double tanh_f64(double x) {
  double c = x > 20.0 ? 20.0 : x;
  c = c < -20.0 ? -20.0 : c;
  double m = expm1_near_f64(2.0 * c);
  return x == 0 ? x : m / (m + 2.0);
}

INLINE float sigmoid_f32(float x) { return 1.0f / (1.0f + exp_f32(-x)); }
INLINE double sigmoid_f64(double x) { return 1.0 / (1.0 + exp_f64(-x)); }

// x = 2ᵏ·m with √½ ≤ m < √2; log m by the series in s = (m − 1)/(m + 1) of FreeBSD's msun.
INLINE float log_f32(float x) {
  int isSmall = x < 1.17549435e-38f;
  int32_t bits = (int32_t)((uint32_t)bits_of(isSmall ? x * 8388608.0f : x) - 0x3f3504f3u);
  float k = (float)((bits >> 23) - (isSmall ? 23 : 0));
  float f = float_of((bits & 0x7fffff) + 0x3f3504f3) - 1.0f;
  float s = f / (2.0f + f), z = s * s, w = z * z;
  float series = z * (0.66666662693f + w * 0.28498786688f)
                 + w * (0.40000972152f + w * 0.24279078841f);
  float half = 0.5f * f * f;
  float y = s * (half + series) + k * 9.0580006145e-06f - half + f + k * 6.9313812256e-01f;
  y = x == 0 ? -INFINITY : y;
  y = x < 0 ? NAN : y;
  return x < INFINITY ? y : x;
}

INLINE double log_f64(double x) {
  const double magic = 6755399441055744.0;
  int isSmall = x < 2.2250738585072014e-308;
  uint64_t raw = (uint64_t)bits64_of(isSmall ? x * 18014398509481984.0 : x);
  int64_t bits = (int64_t)(raw - 0x3fe6a09e00000000u);
  int64_t exponent = (bits >> 52) - (isSmall ? 54 : 0);
  double k = double_of(exponent + bits64_of(magic)) - magic;
  double f = double_of((bits & 0xfffffffffffff) + 0x3fe6a09e00000000) - 1.0;
  double s = f / (2.0 + f), z = s * s, w = z * z;
  double series =
      z * (6.666666666666735130e-01
           + w * (2.857142874366239149e-01
                  + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
      + w * (3.999999999940941908e-01
             + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double half = 0.5 * f * f;
  double y = s * (half + series) + k * 1.90821492927058770002e-10 - half + f
             + k * 6.93147180369123816490e-01;
  y = x == 0 ? -INFINITY : y;
  y = x < 0 ? NAN : y;
  return x < INFINITY ? y : x;
}

// log(1 + x) by way of u = 1 + x: the quotient x/(u − 1) makes good what rounding u lost.
INLINE float log1p_f32(float x) {
  float u = 1.0f + x;
  return u == 1.0f ? x : u < INFINITY ? log_f32(u) * (x / (u - 1.0f)) : u;
}

INLINE double log1p_f64(double x) {
  double u = 1.0 + x;
  return u == 1.0 ? x : u < INFINITY ? log_f64(u) * (x / (u - 1.0)) : u;
}

// log(1 + eˣ); PyTorch takes x itself beyond 20.
INLINE float softplus_f32(float x) { return x > 20.0f ? x : log1p_f32(exp_f32(x)); }
INLINE double softplus_f64(double x) { return x > 20.0 ? x : log1p_f64(exp_f64(x)); }

// erf x = x + x q(x²) near 0, and 1 − exp(t p(t) − t) beyond, with t = |x|. Where erf is 1 to the
// last digit, t is held. In single precision the coefficients are Norbert Juffa's; in double
// precision p interpolates log(erfc t)/t + 1 at Chebyshev's points of [0.9, 6] and q that of
// (erf √s)/√s − 1.
INLINE float erf_f32(float x) {
  float t = fabsf(x), s = x * x;
  t = t > 4.0f ? 4.0f : t;
  float p = -1.72853470e-5f * t + 3.83197126e-4f;
  float low = -3.88396438e-3f * t + 2.42546219e-2f;
  p = p * (t * t) + low;
  p = p * t + -1.06777877e-1f;
  p = p * t + -6.34846687e-1f;
  p = p * t + -1.28717512e-1f;
  float far = 1.0f - exp_f32(p * t - t);
  float q = -5.96761703e-4f;
  q = q * s + 4.99119423e-3f;
  q = q * s + -2.67681349e-2f;
  q = q * s + 1.12819925e-1f;
  q = q * s + -3.76125336e-1f;
  q = q * s + 1.28379166e-1f;
  return t > 0.927734375f ? copysignf(far, x) : q * x + x;
}

INLINE double erf_f64(double x) {
  double t = fabs(x), s = x * x;
  t = t > 6.0 ? 6.0 : t;
  double u = t - 3.5;
  double p = -5.6836238996984022e-18;
  p = p * u + 5.1184313158828661e-17;
  p = p * u + -1.3868218311921054e-16;
  p = p * u + 8.6630688620177187e-17;
  p = p * u + -6.9890631544574218e-17;
  p = p * u + -5.2468318461442275e-15;
  p = p * u + 8.79979296399063e-14;
  p = p * u + -7.2152385160463784e-13;
  p = p * u + 4.5675631045479963e-12;
  p = p * u + -2.5093100248620013e-11;
  p = p * u + 1.1852033412511957e-10;
  p = p * u + -4.3980514280728651e-10;
  p = p * u + 7.6433522193951352e-10;
  p = p * u + 6.8567862273562826e-09;
  p = p * u + -1.0469167272301795e-07;
  p = p * u + 9.5203490532337753e-07;
  p = p * u + -7.2216794047939113e-06;
  p = p * u + 4.966225161465637e-05;
  p = p * u + -0.00032111565552206503;
  p = p * u + 0.0019975921179272663;
  p = p * u + -0.01221723063468888;
  p = p * u + -0.92399274752081584;
  p = p * u + -3.0321249720423356;
  double far = 1.0 - exp_f64(p * t - t);
  double q = -8.2667388212873733e-10;
  q = q * s + 1.3951206757435178e-08;
  q = q * s + -1.6257454461159974e-07;
  q = q * s + 1.6453282943776199e-06;
  q = q * s + -1.4925171585238738e-05;
  q = q * s + 0.000120553155940458;
  q = q * s + -0.00085483266066581636;
  q = q * s + 0.0052239776190973414;
  q = q * s + -0.026866170644560625;
  q = q * s + 0.11283791670952471;
  q = q * s + -0.37612638903183704;
  q = q * s + 0.12837916709551256;
  return t > 0.93 ? copysign(far, x) : q * x + x;
}

// The normal distribution Φ(x) and its density φ(x). For t = |x|, Φ(−t) = φ(t) M(t): in single
// precision, Mills' ratio M is a polynomial of 1/(1 + 0.29 t), fitted for the least relative error
// on [0, 12] (3e−8); beyond, both are below every digit that they could change, and 0.
INLINE float normal_f32(float x, float *density) {
  float t = fabsf(x);
  t = t > 12.0f ? 12.0f : t;
  float e = 0.39894228f * exp_f32(-0.5f * t * t);
  e = t >= 12.0f ? 0.0f : e;
  float u = 1.0f / (1.0f + 0.29f * t);
  float p = 0.1000954956f;
  p = p * u - 0.4916807711f;
  p = p * u + 0.7868321538f;
  p = p * u - 0.4044260383f;
  p = p * u + 0.4856171012f;
  p = p * u + 0.1826367080f;
  p = p * u + 0.3058748543f;
  p = p * u + 0.2882846296f;
  p = p * u + 7.993827603e-5f;
  *density = e;
  return x > 0 ? 1.0f - e * p : e * p;
}

INLINE double normal_f64(double x, double *density) {
  *density = exp_f64(-x * x / 2) * 0.39894228040143267794;
  return (1 + erf_f64(x * 0.70710678118654752440)) / 2;
}
