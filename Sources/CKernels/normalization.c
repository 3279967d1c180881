#include "kernel.h"

#define SQRT(x) _Generic((x), float: sqrtf, double: sqrt)(x)

// Columns that are summed together, in double precision.
#define BLOCK 64

// MARK: Rows

typedef struct {
  ptrdiff_t rows, n;
  const void *x, *weight, *bias, *g;
  double epsilon;
  int is_centred;
  void *out, *mean, *rstd, *dweight, *dbias;
} row_job;

#define ROW_KERNELS(S, T) \
  CLONES void ck_layer_norm_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_layer_norm_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    ANY_ORDER \
    const row_job *job = context; \
    const ptrdiff_t n = job->n; \
    const T *weight = job->weight, *bias = job->bias; \
    for (ptrdiff_t r = start; r < end; r++) { \
      const T *x = (const T *)job->x + r * n; \
      T *out = (T *)job->out + r * n; \
      T mean = 0, squares = 0; \
      if (job->is_centred) { \
        for (ptrdiff_t i = 0; i < n; i++) mean += x[i]; \
        mean /= (T)n; \
      } \
      for (ptrdiff_t i = 0; i < n; i++) squares += (x[i] - mean) * (x[i] - mean); \
      T rstd = 1 / SQRT((T)(squares / (T)n + (T)job->epsilon)); \
      ((T *)job->mean)[r] = mean; \
      ((T *)job->rstd)[r] = rstd; \
      if (weight && bias) { \
        EACH(i, n) { out[i] = (x[i] - mean) * rstd * weight[i] + bias[i]; } \
      } else if (weight) { \
        EACH(i, n) { out[i] = (x[i] - mean) * rstd * weight[i]; } \
      } else { \
        EACH(i, n) { out[i] = (x[i] - mean) * rstd + (bias ? bias[i] : 0); } \
      } \
    } \
  } \
  /* dx = rstd (gw − Σgw/n − x̂ Σ(gw x̂)/n) with gw = g ⊙ weight */ \
  CLONES void ck_layer_norm_dx_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_layer_norm_dx_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    ANY_ORDER \
    const row_job *job = context; \
    const ptrdiff_t n = job->n; \
    const T *weight = job->weight; \
    for (ptrdiff_t r = start; r < end; r++) { \
      const T *x = (const T *)job->x + r * n, *g = (const T *)job->g + r * n; \
      T *out = (T *)job->out + r * n; \
      T mean = ((const T *)job->mean)[r], rstd = ((const T *)job->rstd)[r]; \
      T sum = 0, products = 0; \
      if (weight) { \
        for (ptrdiff_t i = 0; i < n; i++) { \
          sum += g[i] * weight[i]; \
          products += g[i] * weight[i] * (x[i] - mean); \
        } \
      } else { \
        for (ptrdiff_t i = 0; i < n; i++) { \
          sum += g[i]; \
          products += g[i] * (x[i] - mean); \
        } \
      } \
      T shift = job->is_centred ? sum / (T)n : 0; \
      T slope = products * rstd * rstd / (T)n; \
      if (weight) { \
        EACH(i, n) { out[i] = rstd * (g[i] * weight[i] - shift - (x[i] - mean) * slope); } \
      } else { \
        EACH(i, n) { out[i] = rstd * (g[i] - shift - (x[i] - mean) * slope); } \
      } \
    } \
  } \
  /* dweight = Σ g x̂ and dbias = Σ g over the rows, for some of the columns */ \
  CLONES void ck_layer_norm_dw_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_layer_norm_dw_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const row_job *job = context; \
    T *dw = job->dweight, *db = job->dbias; \
    for (ptrdiff_t first = start; first < end; first += BLOCK) { \
      const ptrdiff_t width = end - first < BLOCK ? end - first : BLOCK; \
      double products[BLOCK] = {0}, sums[BLOCK] = {0}; \
      for (ptrdiff_t r = 0; r < job->rows; r++) { \
        const T *x = (const T *)job->x + r * job->n + first; \
        const T *g = (const T *)job->g + r * job->n + first; \
        T mean = ((const T *)job->mean)[r], rstd = ((const T *)job->rstd)[r]; \
        EACH(i, width) { products[i] += g[i] * ((x[i] - mean) * rstd); } \
        EACH(i, width) { sums[i] += g[i]; } \
      } \
      for (ptrdiff_t i = 0; i < width; i++) { \
        if (dw) dw[first + i] = (T)products[i]; \
        if (db) db[first + i] = (T)sums[i]; \
      } \
    } \
  }

ROW_KERNELS(f32, float)
ROW_KERNELS(f64, double)

#define RUN(NAME, count, grain, job) \
  if (type == CK_FLOAT32) ck_parallel(count, grain, NAME##_f32, job); \
  else if (type == CK_FLOAT64) ck_parallel(count, grain, NAME##_f64, job)

void ck_layer_norm(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, const void *weight,
                   const void *bias, double epsilon, int is_centred, void *out, void *mean,
                   void *rstd) {
  row_job job = {
    .rows = rows, .n = n, .x = x, .weight = weight, .bias = bias, .epsilon = epsilon,
    .is_centred = is_centred, .out = out, .mean = mean, .rstd = rstd,
  };
  RUN(ck_layer_norm, rows, rows_of(n), &job);
}

void ck_layer_norm_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x,
                            const void *weight, const void *g, const void *mean, const void *rstd,
                            int is_centred, void *dx, void *dweight, void *dbias) {
  row_job job = {
    .rows = rows, .n = n, .x = x, .weight = weight, .g = g, .is_centred = is_centred, .out = dx,
    .mean = (void *)mean, .rstd = (void *)rstd, .dweight = dweight, .dbias = dbias,
  };
  if (dx) { RUN(ck_layer_norm_dx, rows, rows_of(n), &job); }
  // Columns by whole cache lines.
  const ptrdiff_t grain = (rows_of(rows) + 63) / 64 * 64;
  if (dweight || dbias) { RUN(ck_layer_norm_dw, n, grain, &job); }
}

// MARK: Channels

typedef struct {
  ptrdiff_t samples, channels, n;
  const void *x, *g, *a, *b, *centre, *shift;
  void *out, *sum, *products;
} channel_job;

// Where a channel has one element in each sample, neighbouring channels are taken together.
#define CHANNEL_KERNELS(S, T) \
  CLONES void ck_moments_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_moments_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    ANY_ORDER \
    const channel_job *job = context; \
    const ptrdiff_t n = job->n, step = job->channels * n; \
    const T count = (T)(job->samples * n); \
    const T *all = job->x; \
    T *mean = job->sum, *variance = job->products; \
    for (ptrdiff_t c = start; n == 1 && c < end; c += BLOCK) { \
      const ptrdiff_t width = end - c < BLOCK ? end - c : BLOCK; \
      double sums[BLOCK] = {0}, squares[BLOCK] = {0}; \
      for (ptrdiff_t s = 0; s < job->samples; s++) \
        EACH(i, width) { sums[i] += all[s * step + c + i]; } \
      for (ptrdiff_t i = 0; i < width; i++) mean[c + i] = (T)(sums[i] / (double)count); \
      for (ptrdiff_t s = 0; s < job->samples; s++) \
        EACH(i, width) { \
          T distance = all[s * step + c + i] - mean[c + i]; \
          squares[i] += distance * distance; \
        } \
      for (ptrdiff_t i = 0; i < width; i++) variance[c + i] = (T)(squares[i] / (double)count); \
    } \
    if (n == 1) return; \
    for (ptrdiff_t c = start; c < end; c++) { \
      double sum = 0, squares = 0; \
      for (ptrdiff_t s = 0; s < job->samples; s++) { \
        const T *x = all + s * step + c * n; \
        T part = 0; \
        for (ptrdiff_t i = 0; i < n; i++) part += x[i]; \
        sum += part; \
      } \
      const T centre = (T)(sum / (double)count); \
      for (ptrdiff_t s = 0; s < job->samples; s++) { \
        const T *x = all + s * step + c * n; \
        T part = 0; \
        for (ptrdiff_t i = 0; i < n; i++) part += (x[i] - centre) * (x[i] - centre); \
        squares += part; \
      } \
      mean[c] = centre; \
      variance[c] = (T)(squares / (double)count); \
    } \
  } \
  CLONES void ck_sums_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_sums_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    ANY_ORDER \
    const channel_job *job = context; \
    const ptrdiff_t n = job->n, step = job->channels * n; \
    const T *all = job->x, *centre = job->centre; \
    T *sum = job->sum, *products = job->products; \
    for (ptrdiff_t c = start; n == 1 && c < end; c += BLOCK) { \
      const ptrdiff_t width = end - c < BLOCK ? end - c : BLOCK; \
      double sums[BLOCK] = {0}, totals[BLOCK] = {0}; \
      for (ptrdiff_t s = 0; s < job->samples; s++) { \
        const T *x = all + s * step + c, *g = (const T *)job->g + s * step + c; \
        EACH(i, width) { sums[i] += g[i]; } \
        EACH(i, width) { totals[i] += g[i] * (x[i] - centre[c + i]); } \
      } \
      for (ptrdiff_t i = 0; i < width; i++) sum[c + i] = (T)sums[i]; \
      for (ptrdiff_t i = 0; i < width; i++) products[c + i] = (T)totals[i]; \
    } \
    if (n == 1) return; \
    for (ptrdiff_t c = start; c < end; c++) { \
      double total = 0, total_of_products = 0; \
      for (ptrdiff_t s = 0; s < job->samples; s++) { \
        const T *x = all + s * step + c * n, *g = (const T *)job->g + s * step + c * n; \
        T part = 0, part_of_products = 0; \
        for (ptrdiff_t i = 0; i < n; i++) { \
          part += g[i]; \
          part_of_products += g[i] * (x[i] - centre[c]); \
        } \
        total += part; \
        total_of_products += part_of_products; \
      } \
      sum[c] = (T)total; \
      products[c] = (T)total_of_products; \
    } \
  } \
  CLONES void ck_combine_##S(ptrdiff_t start, ptrdiff_t end, void *context); \
  CLONES void ck_combine_##S(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const channel_job *job = context; \
    const ptrdiff_t n = job->n, channels = job->channels; \
    const T *a = job->a, *b = job->b, *centre = job->centre, *shift = job->shift; \
    if (n == 1) { \
      for (ptrdiff_t s = start / channels; s < end / channels; s++) { \
        const T *x = (const T *)job->x + s * channels, *g = (const T *)job->g + s * channels; \
        T *out = (T *)job->out + s * channels; \
        if (job->g) { \
          EACH(c, channels) { out[c] = a[c] * g[c] + b[c] * (x[c] - centre[c]) + shift[c]; } \
        } else { \
          EACH(c, channels) { out[c] = b[c] * (x[c] - centre[c]) + shift[c]; } \
        } \
      } \
      return; \
    } \
    for (ptrdiff_t plane = start; plane < end; plane++) { \
      const ptrdiff_t c = plane % channels; \
      const T *x = (const T *)job->x + plane * n, *g = (const T *)job->g + plane * n; \
      T *out = (T *)job->out + plane * n; \
      const T slope = b[c], middle = centre[c], height = shift[c]; \
      if (job->g) { \
        const T share = a[c]; \
        EACH(i, n) { out[i] = share * g[i] + slope * (x[i] - middle) + height; } \
      } else { \
        EACH(i, n) { out[i] = slope * (x[i] - middle) + height; } \
      } \
    } \
  }

CHANNEL_KERNELS(f32, float)
CHANNEL_KERNELS(f64, double)

// Neighbouring channels in one cache line go to one thread.
INLINE ptrdiff_t channel_grain(ptrdiff_t samples, ptrdiff_t n) {
  ptrdiff_t grain = rows_of(samples * n);
  return n == 1 ? (grain + 63) / 64 * 64 : grain;
}

void ck_channel_moments(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                        const void *x, void *mean, void *variance) {
  channel_job job = {samples, channels, n, .x = x, .sum = mean, .products = variance};
  RUN(ck_moments, channels, channel_grain(samples, n), &job);
}

void ck_channel_sums(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                     const void *x, const void *g, const void *centre, void *sum,
                     void *sum_of_products) {
  channel_job job = {
    samples, channels, n, .x = x, .g = g, .centre = centre, .sum = sum,
    .products = sum_of_products,
  };
  RUN(ck_sums, channels, channel_grain(samples, n), &job);
}

void ck_channel_combine(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                        const void *g, const void *a, const void *x, const void *centre,
                        const void *b, const void *shift, void *out) {
  channel_job job = {
    samples, channels, n, .x = x, .g = g, .a = a, .b = b, .centre = centre, .shift = shift,
    .out = out,
  };
  if (channels == 0) return;
  // Whole samples where a channel has one element.
  const ptrdiff_t grain = n == 1 ? rows_of(channels) * channels : rows_of(n);
  RUN(ck_combine, samples * channels, grain, &job);
}
