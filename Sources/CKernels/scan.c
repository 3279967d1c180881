#include "functions.h"

// Line j of block i has its elements `inner` apart; neighbours lie in neighbouring lines, so the
// loop over them is the inner one, with a running value for each.

#define SCAN(NAME, T, A, START, NEXT) \
  static void NAME(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const T *a, T *out) { \
    for (ptrdiff_t block = 0; block < outer; block++) { \
      for (ptrdiff_t first = 0; first < inner; first += 64) { \
        ptrdiff_t width = inner - first < 64 ? inner - first : 64; \
        A running[64]; \
        for (ptrdiff_t j = 0; j < width; j++) running[j] = START; \
        for (ptrdiff_t i = 0; i < n; i++) { \
          ptrdiff_t place = (block * n + i) * inner + first; \
          for (ptrdiff_t j = 0; j < width; j++) { \
            A x = running[j], y = (A)a[place + j]; \
            running[j] = NEXT; \
            out[place + j] = (T)running[j]; \
          } \
        } \
      } \
    } \
  }

static double log_add(double x, double y) {
  if (x != x || y != y) return x + y;
  double largest = x > y ? x : y, least = x > y ? y : x;
  return largest == least && fabs(x) == INFINITY ? x : largest + log1p(exp(least - largest));
}

SCAN(scan_sum_f32, float, double, 0, x + y)
SCAN(scan_sum_f64, double, double, 0, x + y)
SCAN(scan_sum_i64, int64_t, uint64_t, 0, x + y)
SCAN(scan_product_f32, float, double, 1, x * y)
SCAN(scan_product_f64, double, double, 1, x * y)
SCAN(scan_product_i64, int64_t, uint64_t, 1, x * y)
SCAN(scan_log_f32, float, double, -INFINITY, log_add(x, y))
SCAN(scan_log_f64, double, double, -INFINITY, log_add(x, y))

void ck_scan(ck_scan_operation operation, ck_type type, ptrdiff_t outer, ptrdiff_t n,
             ptrdiff_t inner, const void *a, void *out) {
  switch (operation) {
    case CK_CUMULATE_SUM:
      if (type == CK_FLOAT32) scan_sum_f32(outer, n, inner, a, out);
      else if (type == CK_FLOAT64) scan_sum_f64(outer, n, inner, a, out);
      else if (type == CK_INT64) scan_sum_i64(outer, n, inner, a, out);
      break;
    case CK_CUMULATE_PRODUCT:
      if (type == CK_FLOAT32) scan_product_f32(outer, n, inner, a, out);
      else if (type == CK_FLOAT64) scan_product_f64(outer, n, inner, a, out);
      else if (type == CK_INT64) scan_product_i64(outer, n, inner, a, out);
      break;
    case CK_CUMULATE_LOG_SUM_EXP:
      if (type == CK_FLOAT32) scan_log_f32(outer, n, inner, a, out);
      else if (type == CK_FLOAT64) scan_log_f64(outer, n, inner, a, out);
      break;
  }
}

#define SCAN_EXTREME(NAME, T, BEATS) \
  static void NAME(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner, const T *a, T *values, \
                   int64_t *places) { \
    for (ptrdiff_t line = 0; line < outer * inner && n > 0; line++) { \
      ptrdiff_t start = line / inner * n * inner + line % inner; \
      T best = a[start]; \
      int64_t place = 0; \
      for (ptrdiff_t i = 0; i < n; i++) { \
        T x = a[start + i * inner]; \
        if (x != x || (best == best && x BEATS best)) { best = x; place = i; } \
        values[start + i * inner] = best; \
        places[start + i * inner] = place; \
      } \
    } \
  }

#define EXTREME(NAME, T, BEATS) \
  static void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, T *values, int64_t *places) { \
    for (ptrdiff_t row = 0; row < rows; row++, a += n) { \
      T best = a[0]; \
      ptrdiff_t place = 0; \
      for (ptrdiff_t i = 1; i < n && best == best; i++) { \
        T x = a[i]; \
        if (x BEATS best || x != x) { best = x; place = i; } \
      } \
      values[row] = best; \
      places[row] = place; \
    } \
  }

#define EXTREMES(SUFFIX, T) \
  SCAN_EXTREME(scan_maximum_##SUFFIX, T, >=) \
  SCAN_EXTREME(scan_minimum_##SUFFIX, T, <=) \
  EXTREME(maximum_##SUFFIX, T, >) \
  EXTREME(minimum_##SUFFIX, T, <)

EXTREMES(f32, float)
EXTREMES(f64, double)
EXTREMES(i64, int64_t)
EXTREMES(bool, uint8_t)

#define EXTREME_CASE(CASE, SUFFIX, ...) \
  case CASE: \
    if (is_maximum) maximum_##SUFFIX(__VA_ARGS__); \
    else minimum_##SUFFIX(__VA_ARGS__); \
    break;

#define SCAN_CASE(CASE, SUFFIX, ...) \
  case CASE: \
    if (is_maximum) scan_maximum_##SUFFIX(__VA_ARGS__); \
    else scan_minimum_##SUFFIX(__VA_ARGS__); \
    break;

void ck_scan_extreme(int is_maximum, ck_type type, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                     const void *a, void *values, int64_t *places) {
  switch (type) {
    SCAN_CASE(CK_FLOAT32, f32, outer, n, inner, a, values, places)
    SCAN_CASE(CK_FLOAT64, f64, outer, n, inner, a, values, places)
    SCAN_CASE(CK_INT64, i64, outer, n, inner, a, values, places)
    SCAN_CASE(CK_BOOL, bool, outer, n, inner, a, values, places)
  }
}

void ck_extreme(int is_maximum, ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a,
                void *values, int64_t *places) {
  switch (type) {
    EXTREME_CASE(CK_FLOAT32, f32, rows, n, a, values, places)
    EXTREME_CASE(CK_FLOAT64, f64, rows, n, a, values, places)
    EXTREME_CASE(CK_INT64, i64, rows, n, a, values, places)
    EXTREME_CASE(CK_BOOL, bool, rows, n, a, values, places)
  }
}

#define PRODUCT(NAME, T, A) \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, T *out); \
  CLONES void NAME(ptrdiff_t rows, ptrdiff_t n, const T *a, T *out) { \
    for (ptrdiff_t row = 0; row < rows; row++, a += n) { \
      A lanes[8] = {1, 1, 1, 1, 1, 1, 1, 1}; \
      ptrdiff_t i = 0; \
      for (; i + 8 <= n; i += 8) \
        for (int j = 0; j < 8; j++) lanes[j] *= (A)a[i + j]; \
      A product = 1; \
      for (; i < n; i++) product *= (A)a[i]; \
      for (int j = 0; j < 8; j++) product *= lanes[j]; \
      out[row] = (T)product; \
    } \
  }

PRODUCT(ck_product_f32, float, double)
PRODUCT(ck_product_f64, double, double)
PRODUCT(ck_product_i64, int64_t, uint64_t)

void ck_product(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, void *out) {
  if (type == CK_FLOAT32) ck_product_f32(rows, n, a, out);
  else if (type == CK_FLOAT64) ck_product_f64(rows, n, a, out);
  else if (type == CK_INT64) ck_product_i64(rows, n, a, out);
}
