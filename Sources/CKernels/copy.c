#include "kernel.h"

#define CONVERT(NAME, A, R, EXPRESSION) \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, R *out, ptrdiff_t so); \
  CLONES void NAME(ptrdiff_t n, const A *a, ptrdiff_t sa, R *out, ptrdiff_t so) { \
    if (sa == 1 && so == 1) { \
      EACH(i, n) { A x = a[i]; out[i] = (R)(EXPRESSION); } \
    } else if (sa == 0 && so == 1 && n > 0) { \
      A x = a[0]; \
      R y = (R)(EXPRESSION); \
      EACH(i, n) { out[i] = y; } \
    } else { \
      EACH(i, n) { A x = a[i * sa]; out[i * so] = (R)(EXPRESSION); } \
    } \
  }

INLINE int64_t whole_f64(double x) {
  if (x != x) return 0;
  if (x >= 9223372036854775808.0) return INT64_MAX;
  if (x < -9223372036854775808.0) return INT64_MIN;
  return (int64_t)x;
}

#define TYPES(FROM, A, WHOLE) \
  CONVERT(ck_##FROM##_f32, A, float, x) \
  CONVERT(ck_##FROM##_f64, A, double, x) \
  CONVERT(ck_##FROM##_i64, A, int64_t, WHOLE) \
  CONVERT(ck_##FROM##_bool, A, uint8_t, x != 0)

TYPES(f32, float, whole_f64(x))
TYPES(f64, double, whole_f64(x))
TYPES(i64, int64_t, x)
TYPES(bool, uint8_t, x)

#define FROM_CASE(CASE, FROM) \
  case CASE: \
    if (to == CK_FLOAT32) ck_##FROM##_f32(n, a, sa, out, so); \
    else if (to == CK_FLOAT64) ck_##FROM##_f64(n, a, sa, out, so); \
    else if (to == CK_INT64) ck_##FROM##_i64(n, a, sa, out, so); \
    else ck_##FROM##_bool(n, a, sa, out, so); \
    break;

typedef struct {
  ck_type from, to;
  const char *a;
  ptrdiff_t sa;
  char *out;
  ptrdiff_t so;
} convert_job;

static void convert(ptrdiff_t start, ptrdiff_t end, void *context) {
  const convert_job *job = context;
  const ck_type to = job->to;
  const ptrdiff_t n = end - start, sa = job->sa, so = job->so;
  const void *a = job->a + start * sa * size_of(job->from);
  void *out = job->out + start * so * size_of(to);
  switch (job->from) {
    FROM_CASE(CK_FLOAT32, f32)
    FROM_CASE(CK_FLOAT64, f64)
    FROM_CASE(CK_INT64, i64)
    FROM_CASE(CK_BOOL, bool)
  }
}

void ck_convert(ck_type from, ck_type to, ptrdiff_t n, const void *a, ptrdiff_t sa,
                void *out, ptrdiff_t so) {
  convert_job job = {from, to, a, sa, out, so};
  ck_parallel(n, ELEMENTS, convert, &job);
}

#define WHERE(NAME, T) \
  CLONES void NAME(ptrdiff_t n, const uint8_t *c, const T *a, const T *b, T *out); \
  CLONES void NAME(ptrdiff_t n, const uint8_t *c, const T *a, const T *b, T *out) { \
    EACH(i, n) { T x = a[i], y = b[i]; out[i] = c[i] ? x : y; } \
  }

WHERE(ck_where_32, uint32_t)
WHERE(ck_where_64, uint64_t)
WHERE(ck_where_8, uint8_t)

typedef struct {
  ck_type type;
  const uint8_t *condition;
  const char *a, *b;
  char *out;
} where_job;

static void where(ptrdiff_t start, ptrdiff_t end, void *context) {
  const where_job *job = context;
  const ptrdiff_t n = end - start, first = start * size_of(job->type);
  const uint8_t *condition = job->condition + start;
  const void *a = job->a + first, *b = job->b + first;
  void *out = job->out + first;
  switch (job->type) {
    case CK_FLOAT32: ck_where_32(n, condition, a, b, out); break;
    case CK_FLOAT64:
    case CK_INT64: ck_where_64(n, condition, a, b, out); break;
    case CK_BOOL: ck_where_8(n, condition, a, b, out); break;
  }
}

void ck_where(ck_type type, ptrdiff_t n, const uint8_t *condition, const void *a, const void *b,
              void *out) {
  where_job job = {type, condition, a, b, out};
  ck_parallel(n, ELEMENTS, where, &job);
}
