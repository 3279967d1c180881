#pragma once

#include "functions.h"

// What happens to the gates of one step of some samples, each of which has `hidden` units.
// Included by recurrent.c.

// A row is seldom a multiple of a vector: its last elements are masked.
#define EACH_UNIT(j) \
  _Pragma("clang loop vectorize(assume_safety) vectorize_predicate(enable)") \
  for (ptrdiff_t j = 0; j < hidden; j++)

// e⁻ˣ, held where σ(x) and tanh x are 0 or 1 to any digit that a gate needs, so that two of them
// can be multiplied.
INLINE float decay_f32(float x) {
  x = x > 40.0f ? 40.0f : x;
  return expm1_near_f32(x < -40.0f ? 40.0f : -x) + 1.0f;
}
INLINE double decay_f64(double x) {
  x = x > 40.0 ? 40.0 : x;
  return expm1_near_f64(x < -40.0 ? 40.0 : -x) + 1.0;
}
#define DECAY(x) _Generic((x), float: decay_f32, double: decay_f64)(x)
#define TANH(x) _Generic((x), float: tanh_f32, double: tanh_f64)(x)
#define EXPM1(x) _Generic((x), float: expm1_near_f32, double: expm1_near_f64)(x)
#define HELD(x) ((x) > 20 ? 20 : (x) < -20 ? -20 : (x))

#define KERNEL(S, NAME, ...) \
  CLONES void ck_##NAME##_##S(__VA_ARGS__); \
  CLONES void ck_##NAME##_##S(__VA_ARGS__)

#define RECURRENT_CELLS(S, T) \
  /* h = f(a); a and h are one array */ \
  KERNEL(S, rnn_step, ptrdiff_t rows, ptrdiff_t hidden, int is_relu, T *h) { \
    hidden *= rows; \
    if (is_relu) { EACH_UNIT(j) { h[j] = h[j] < 0 ? 0 : h[j]; } } \
    else { EACH_UNIT(j) { h[j] = TANH(h[j]); } } \
  } \
  KERNEL(S, rnn_step_back, ptrdiff_t rows, ptrdiff_t hidden, int is_relu, const T *h, \
         const T *d_state, const T *dh, ptrdiff_t ld, T *da) { \
    for (ptrdiff_t r = 0; r < rows; r++) { \
      EACH_UNIT(j) { \
        T g = d_state[j] + dh[j], y = h[j]; \
        da[j] = is_relu ? (y > 0 ? g : 0) : g * (1 - y * y); \
      } \
      h += hidden, d_state += hidden, dh += ld, da += hidden; \
    } \
  } \
  /* c = f c₋ + i g, h = o tanh c */ \
  KERNEL(S, lstm_step, ptrdiff_t rows, ptrdiff_t hidden, T *gates, const T *before, T *c, T *h) { \
    for (ptrdiff_t r = 0; r < rows; r++) { \
      T *restrict i = gates, *restrict f = i + hidden, *restrict g = f + hidden, \
        *restrict o = g + hidden; \
      EACH_UNIT(j) { \
        /* σ(i) and σ(f), tanh g and σ(o) share a division */ \
        T x = 1 + DECAY(i[j]), y = 1 + DECAY(f[j]), xy = 1 / (x * y); \
        T m = EXPM1(2 * HELD(g[j])), u = m + 2, v = 1 + DECAY(o[j]), uv = 1 / (u * v); \
        i[j] = y * xy; \
        f[j] = x * xy; \
        g[j] = m * v * uv; \
        o[j] = u * uv; \
        T state = f[j] * before[j] + i[j] * g[j]; \
        c[j] = state; \
        h[j] = o[j] * TANH(state); \
      } \
      gates += 4 * hidden, before += hidden, c += hidden, h += hidden; \
    } \
  } \
  KERNEL(S, lstm_step_back, ptrdiff_t rows, ptrdiff_t hidden, const T *gates, const T *before, \
         const T *c, const T *d_h, const T *d_c, const T *dh, ptrdiff_t ld, T *dc, T *da) { \
    for (ptrdiff_t r = 0; r < rows; r++) { \
      const T *restrict i = gates, *restrict f = i + hidden, *restrict g = f + hidden, \
        *restrict o = g + hidden; \
      T *restrict di = da, *restrict df = di + hidden, *restrict dg = df + hidden, \
        *restrict d_o = dg + hidden; \
      EACH_UNIT(j) { \
        T back = d_h[j] + dh[j], y = TANH(c[j]); \
        T state = d_c[j] + dc[j] + back * o[j] * (1 - y * y); \
        di[j] = state * g[j] * i[j] * (1 - i[j]); \
        df[j] = state * before[j] * f[j] * (1 - f[j]); \
        dg[j] = state * i[j] * (1 - g[j] * g[j]); \
        d_o[j] = back * y * o[j] * (1 - o[j]); \
        dc[j] = state * f[j]; \
      } \
      gates += 4 * hidden, before += hidden, c += hidden, d_h += hidden, d_c += hidden; \
      dh += ld, dc += ld, da += 4 * hidden; \
    } \
  } \
  /* h = (1 − z) n + z h₋, n = tanh(a + r u); u is the fourth part of the gates */ \
  KERNEL(S, gru_step, ptrdiff_t rows, ptrdiff_t hidden, T *gates, const T *before, T *h) { \
    for (ptrdiff_t q = 0; q < rows; q++) { \
      T *restrict r = gates, *restrict z = r + hidden, *restrict n = z + hidden, \
        *restrict u = n + hidden; \
      EACH_UNIT(j) { \
        T x = 1 + DECAY(r[j]), y = 1 + DECAY(z[j]), xy = 1 / (x * y); \
        r[j] = y * xy; \
        z[j] = x * xy; \
        n[j] = TANH(n[j] + r[j] * u[j]); \
        h[j] = n[j] + z[j] * (before[j] - n[j]); \
      } \
      gates += 4 * hidden, before += hidden, h += hidden; \
    } \
  } \
  /* dh is what comes back from the step after; afterwards, what goes to h₋ past the gates */ \
  KERNEL(S, gru_step_back, ptrdiff_t rows, ptrdiff_t hidden, const T *gates, const T *before, \
         const T *d_h, T *dh, ptrdiff_t ld, T *da) { \
    for (ptrdiff_t q = 0; q < rows; q++) { \
      const T *restrict r = gates, *restrict z = r + hidden, *restrict n = z + hidden, \
        *restrict u = n + hidden; \
      T *restrict dr = da, *restrict dz = dr + hidden, *restrict dn = dz + hidden, \
        *restrict du = dn + hidden; \
      EACH_UNIT(j) { \
        T back = d_h[j] + dh[j]; \
        T inner = back * (1 - z[j]) * (1 - n[j] * n[j]); \
        dr[j] = inner * u[j] * r[j] * (1 - r[j]); \
        dz[j] = back * (before[j] - n[j]) * z[j] * (1 - z[j]); \
        dn[j] = inner; \
        du[j] = inner * r[j]; \
        dh[j] = back * z[j]; \
      } \
      gates += 4 * hidden, before += hidden, d_h += hidden, dh += ld, da += 4 * hidden; \
    } \
  }

RECURRENT_CELLS(f32, float)
RECURRENT_CELLS(f64, double)
