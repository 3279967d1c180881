#include "functions.h"

// Sixteen running sums, which the compiler keeps in vector registers.
#define SUM(NAME, T, ACCUMULATOR) \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t stride, ACCUMULATOR *out); \
  CLONES void NAME(ptrdiff_t n, const T *a, ptrdiff_t stride, ACCUMULATOR *out) { \
    ACCUMULATOR lanes[16] = {0}; \
    ptrdiff_t i = 0; \
    if (stride == 1) { \
      for (; i + 16 <= n; i += 16) \
        for (int j = 0; j < 16; j++) lanes[j] += a[i + j]; \
    } \
    ACCUMULATOR total = 0; \
    for (; i < n; i++) total += a[i * stride]; \
    for (int j = 0; j < 16; j++) total += lanes[j]; \
    *out = total; \
  }

SUM(ck_sum_f32, float, double)
SUM(ck_sum_f64, double, double)
SUM(ck_sum_u64, uint64_t, uint64_t)

// The sums of at most so many parts, which depend on n alone.
#define PARTS 64

typedef struct {
  ck_type type;
  const char *a;
  ptrdiff_t stride, grain;
  union { double number; uint64_t whole; } parts[PARTS];
} sum_job;

static void sum_part(ptrdiff_t start, ptrdiff_t end, void *context) {
  sum_job *job = context;
  const void *a = job->a + start * job->stride * size_of(job->type);
  const ptrdiff_t n = end - start, part = start / job->grain;
  if (job->type == CK_FLOAT32) ck_sum_f32(n, a, job->stride, &job->parts[part].number);
  else if (job->type == CK_FLOAT64) ck_sum_f64(n, a, job->stride, &job->parts[part].number);
  else ck_sum_u64(n, a, job->stride, &job->parts[part].whole);
}

void ck_sum(ck_type type, ptrdiff_t n, const void *a, ptrdiff_t stride, void *out) {
  if (type == CK_BOOL) return;
  const ptrdiff_t grain = n > PARTS * ELEMENTS ? (n + PARTS - 1) / PARTS : ELEMENTS;
  sum_job job = {type, a, stride, grain};
  ck_parallel(n, grain, sum_part, &job);
  double number = 0;
  uint64_t whole = 0;
  for (ptrdiff_t part = 0; part * grain < n; part++) {
    if (type == CK_INT64) whole += job.parts[part].whole;
    else number += job.parts[part].number;
  }
  if (type == CK_FLOAT32) *(float *)out = (float)number;
  else if (type == CK_FLOAT64) *(double *)out = number;
  else *(uint64_t *)out = whole;
}

// A strip of columns at a time, which fits in registers and cache, in double precision.
#define SUM_ROWS(NAME, T, ACCUMULATOR) \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, ptrdiff_t stride, T *out); \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, ptrdiff_t stride, T *out) { \
    for (ptrdiff_t first = 0; first < n; first += 64) { \
      ptrdiff_t width = n - first < 64 ? n - first : 64; \
      ACCUMULATOR totals[64] = {0}; \
      for (ptrdiff_t i = 0; i < rows; i++) { \
        const T *row = a + i * stride + first; \
        EACH(j, width) { totals[j] += (ACCUMULATOR)row[j]; } \
      } \
      for (ptrdiff_t j = 0; j < width; j++) out[first + j] = (T)totals[j]; \
    } \
  }

SUM_ROWS(ck_sum_rows_f32, float, double)
SUM_ROWS(ck_sum_rows_f64, double, double)
SUM_ROWS(ck_sum_rows_u64, uint64_t, uint64_t)

typedef struct {
  ck_type type;
  ptrdiff_t rows;
  const char *a;
  ptrdiff_t stride;
  char *out;
} sum_rows_job;

static void sum_columns(ptrdiff_t start, ptrdiff_t end, void *context) {
  const sum_rows_job *job = context;
  const ptrdiff_t rows = job->rows, n = end - start, first = start * size_of(job->type);
  const void *a = job->a + first;
  void *out = job->out + first;
  if (job->type == CK_FLOAT32) ck_sum_rows_f32(rows, n, a, job->stride, out);
  else if (job->type == CK_FLOAT64) ck_sum_rows_f64(rows, n, a, job->stride, out);
  else if (job->type == CK_INT64) ck_sum_rows_u64(rows, n, a, job->stride, out);
}

void ck_sum_rows(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, ptrdiff_t stride,
                 void *out) {
  sum_rows_job job = {type, rows, a, stride, out};
  ck_parallel(n, (rows_of(rows) + 63) / 64 * 64, sum_columns, &job);
}

#define ACCUMULATE(NAME, T) \
  CLONES void NAME(ptrdiff_t n, T factor, const T *x, T *y); \
  CLONES void NAME(ptrdiff_t n, T factor, const T *x, T *y) { \
    EACH(i, n) { y[i] += factor * x[i]; } \
  }

ACCUMULATE(ck_accumulate_f32, float)
ACCUMULATE(ck_accumulate_f64, double)

typedef struct {
  ck_type type;
  double factor;
  const char *x;
  char *y;
} accumulate_job;

static void accumulate(ptrdiff_t start, ptrdiff_t end, void *context) {
  const accumulate_job *job = context;
  const ptrdiff_t n = end - start, first = start * size_of(job->type);
  const void *x = job->x + first;
  void *y = job->y + first;
  if (job->type == CK_FLOAT32) ck_accumulate_f32(n, (float)job->factor, x, y);
  else if (job->type == CK_FLOAT64) ck_accumulate_f64(n, job->factor, x, y);
}

void ck_accumulate(ck_type type, ptrdiff_t n, double factor, const void *x, void *y) {
  accumulate_job job = {type, factor, x, y};
  ck_parallel(n, ELEMENTS, accumulate, &job);
}

// The largest element is taken off first, so that exp never overflows.
#define SOFTMAX(NAME, T, EXP, LOG) \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, int logarithm, T *out); \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, int logarithm, T *out) { \
    for (ptrdiff_t i = 0; i < rows; i++, a += n, out += n) { \
      T largest = -INFINITY; \
      for (ptrdiff_t j = 0; j < n; j++) largest = a[j] > largest ? a[j] : largest; \
      EACH(j, n) { out[j] = EXP(a[j] - largest); } \
      double total = 0; \
      for (ptrdiff_t j = 0; j < n; j++) total += out[j]; \
      if (logarithm) { \
        T shift = (T)LOG((T)total); \
        EACH(j, n) { out[j] = a[j] - largest - shift; } \
      } else { \
        T factor = (T)(1.0 / total); \
        EACH(j, n) { out[j] *= factor; } \
      } \
    } \
  }

SOFTMAX(ck_softmax_f32, float, exp_f32, log_f32)
SOFTMAX(ck_softmax_f64, double, exp_f64, log_f64)

typedef struct {
  ck_type type;
  ptrdiff_t n;
  const char *x, *g;
  int logarithm;
  char *out;
} softmax_job;

static void softmax(ptrdiff_t start, ptrdiff_t end, void *context) {
  const softmax_job *job = context;
  const ptrdiff_t rows = end - start, n = job->n, first = start * n * size_of(job->type);
  const void *x = job->x + first;
  void *out = job->out + first;
  if (job->type == CK_FLOAT32) ck_softmax_f32(rows, n, x, job->logarithm, out);
  else if (job->type == CK_FLOAT64) ck_softmax_f64(rows, n, x, job->logarithm, out);
}

void ck_softmax(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, int logarithm,
                void *out) {
  softmax_job job = {type, n, a, 0, logarithm, out};
  ck_parallel(rows, rows_of(n), softmax, &job);
}

#define SOFTMAX_BACKWARD(NAME, T, EXP) \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *y, const T *g, int logarithm, T *out); \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *y, const T *g, int logarithm, T *out) { \
    for (ptrdiff_t i = 0; i < rows; i++, y += n, g += n, out += n) { \
      double total = 0; \
      if (logarithm) { \
        for (ptrdiff_t j = 0; j < n; j++) total += g[j]; \
        EACH(j, n) { out[j] = g[j] - EXP(y[j]) * (T)total; } \
      } else { \
        for (ptrdiff_t j = 0; j < n; j++) total += (double)g[j] * y[j]; \
        EACH(j, n) { out[j] = y[j] * (g[j] - (T)total); } \
      } \
    } \
  }

SOFTMAX_BACKWARD(ck_softmax_backward_f32, float, exp_f32)
SOFTMAX_BACKWARD(ck_softmax_backward_f64, double, exp_f64)

static void softmax_backward(ptrdiff_t start, ptrdiff_t end, void *context) {
  const softmax_job *job = context;
  const ptrdiff_t rows = end - start, n = job->n, first = start * n * size_of(job->type);
  const void *y = job->x + first, *g = job->g + first;
  void *out = job->out + first;
  if (job->type == CK_FLOAT32) ck_softmax_backward_f32(rows, n, y, g, job->logarithm, out);
  else if (job->type == CK_FLOAT64) ck_softmax_backward_f64(rows, n, y, g, job->logarithm, out);
}

void ck_softmax_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *y, const void *g,
                         int logarithm, void *out) {
  softmax_job job = {type, n, y, g, logarithm, out};
  ck_parallel(rows, rows_of(n), softmax_backward, &job);
}
