// Not guarded: the one-dimensional transforms of F(4, 3) and F(3, 4) for one instruction set, after
// "vectors.h".
//
// A product of polynomials is told by its values at five points and its leading coefficient. The
// points are 0, ±3/4, ±3/2: exact in binary, and with a quarter of the error of the customary
// 0, ±1, ±2. After Winograd (1980), Lavin and Gray, "Fast algorithms for convolutional neural
// networks" (2016); for the points, Barabasz et al., "Error analysis and improving the accuracy
// of Winograd convolution" (2018).

#define POINT_A 0.75f
#define POINT_B 1.5f
#define A2 (POINT_A * POINT_A)
#define B2 (POINT_B * POINT_B)
/// One over the product of a point's distances from the others.
#define WEIGHT_0 (1 / (A2 * B2))
#define WEIGHT_A (1 / (2 * A2 * (A2 - B2)))
#define WEIGHT_B (1 / (2 * B2 * (B2 - A2)))

/// Six inputs at a distance of `step` vectors.
INLINE void NAME(of_input)(const VEC *d, const int step, VEC *out, const int out_step) {
  const VEC d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
            d5 = d[5 * step];
  const VEC even_a = d4 - B2 * d2, odd_a = POINT_A * (d3 - B2 * d1);
  const VEC even_b = d4 - A2 * d2, odd_b = POINT_B * (d3 - A2 * d1);
  out[0] = A2 * B2 * d0 - (A2 + B2) * d2 + d4;
  out[out_step] = even_a + odd_a;
  out[2 * out_step] = even_a - odd_a;
  out[3 * out_step] = even_b + odd_b;
  out[4 * out_step] = even_b - odd_b;
  out[5 * out_step] = A2 * B2 * d1 - (A2 + B2) * d3 + d5;
}

/// Three or four weights.
INLINE void NAME(of_weights)(const int count, const VEC *g, const int step, VEC *out,
                             const int out_step) {
  const VEC zero = {0};
  const VEC g0 = g[0], g1 = g[step], g2 = g[2 * step], g3 = count == 4 ? g[3 * step] : zero;
  const VEC even_a = g0 + A2 * g2, odd_a = POINT_A * (count == 4 ? g1 + A2 * g3 : g1);
  const VEC even_b = g0 + B2 * g2, odd_b = POINT_B * (count == 4 ? g1 + B2 * g3 : g1);
  out[0] = WEIGHT_0 * g0;
  out[out_step] = WEIGHT_A * (even_a + odd_a);
  out[2 * out_step] = WEIGHT_A * (even_a - odd_a);
  out[3 * out_step] = WEIGHT_B * (even_b + odd_b);
  out[4 * out_step] = WEIGHT_B * (even_b - odd_b);
  out[5 * out_step] = count == 4 ? g3 : g2;
}

/// Three or four outputs of six products.
INLINE void NAME(to_output)(const int count, const VEC *m, const int step, VEC *out,
                            const int out_step) {
  const VEC even_a = m[step] + m[2 * step], odd_a = m[step] - m[2 * step];
  const VEC even_b = m[3 * step] + m[4 * step], odd_b = m[3 * step] - m[4 * step];
  const VEC last = m[5 * step];
  out[0] = m[0] + even_a + even_b;
  out[out_step] = POINT_A * odd_a + POINT_B * odd_b;
  out[2 * out_step] = A2 * even_a + B2 * even_b + (count == 3 ? last : (VEC){0});
  if (count == 4) out[3 * out_step] = A2 * POINT_A * odd_a + B2 * POINT_B * odd_b + last;
}

#define EACH_OF(i, n) _Pragma("clang loop unroll(full)") for (int i = 0; i < (n); i++)

INLINE void NAME(tile_of_input)(const VEC d[36], VEC out[36]) {
  VEC half[36];
  EACH_OF(i, 6) NAME(of_input)(d + i, 6, half + i, 6);
  EACH_OF(i, 6) NAME(of_input)(half + 6 * i, 1, out + 6 * i, 1);
}

/// `count`² weights.
INLINE void NAME(tile_of_weights)(const int count, const VEC *g, VEC out[36]) {
  VEC half[24];
  EACH_OF(i, count) NAME(of_weights)(count, g + i, count, half + i, count);
  EACH_OF(i, 6) NAME(of_weights)(count, half + count * i, 1, out + 6 * i, 1);
}

/// `count`² outputs.
INLINE void NAME(tile_to_output)(const int count, const VEC m[36], VEC *out) {
  VEC half[24];
  EACH_OF(i, 6) NAME(to_output)(count, m + i, 6, half + i, 6);
  EACH_OF(i, count) NAME(to_output)(count, half + 6 * i, 1, out + count * i, 1);
}

#undef EACH_OF
#undef POINT_A
#undef POINT_B
#undef A2
#undef B2
#undef WEIGHT_0
#undef WEIGHT_A
#undef WEIGHT_B
