#include "kernel.h"

/// The places first, first + step, … before end of one dimension.
typedef struct {
  ptrdiff_t first, end, step;
  /// How many there are with those of the padding.
  ptrdiff_t whole;
} window;

static window find_window(ptrdiff_t i, ptrdiff_t size, ptrdiff_t outputs, int is_adaptive,
                          ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t dilation) {
  if (is_adaptive) {
    // ⌊i · size / outputs⌋ and ⌈(i + 1) · size / outputs⌉, without large products.
    const ptrdiff_t part = size / outputs, rest = size % outputs;
    const ptrdiff_t first = i * part + i * rest / outputs;
    const ptrdiff_t end = (i + 1) * part + ((i + 1) * rest + outputs - 1) / outputs;
    return (window){first, end, 1, end - first};
  }
  window w = {.first = i * stride - pad, .step = dilation};
  w.end = w.first + (kernel - 1) * dilation + 1;
  const ptrdiff_t padded_end = w.end < size + pad ? w.end : size + pad;
  w.whole = padded_end - w.first;
  if (w.end > size) w.end = size;
  if (w.first < 0) w.first += (-w.first + dilation - 1) / dilation * dilation;
  return w;
}

#define ROW_WINDOW(i) \
  find_window(i, g->height, g->out_height, g->is_adaptive, g->kernel_height, g->stride_y, g->pad_y, \
              g->dilation_y)
#define COLUMN_WINDOW(j) \
  find_window(j, g->width, g->out_width, g->is_adaptive, g->kernel_width, g->stride_x, g->pad_x, \
              g->dilation_x)

typedef struct {
  const ck_pooling *g;
  int counts_padding;
  ptrdiff_t divisor;
  const void *in;
  int64_t *indices;
  void *out;
} pool_task;

static ptrdiff_t number_of(window rows, window columns) {
  if (rows.end <= rows.first || columns.end <= columns.first) return 0;
  return (rows.end - rows.first) * (columns.end - columns.first);
}

static double weight_of(const pool_task *task, window rows, window columns) {
  if (task->divisor != 0) return 1.0 / (double)task->divisor;
  const ptrdiff_t number =
    task->counts_padding ? rows.whole * columns.whole : number_of(rows, columns);
  return number > 0 ? 1.0 / (double)number : 0;
}

static int is_by_quarters(const ck_pooling *g) {
  return !g->is_adaptive && g->kernel_height == 2 && g->kernel_width == 2 && g->stride_y == 2
    && g->stride_x == 2 && g->pad_y == 0 && g->pad_x == 0 && g->dilation_y == 1
    && g->dilation_x == 1 && 2 * g->out_height <= g->height && 2 * g->out_width <= g->width
    && g->height * g->width < INT32_MAX;
}

// NaN is the only x that does not equal itself.
#define TAKE(VALUE, PLACE) \
  { const T value = VALUE; const int wins = (value > best) | (value != value); \
    best = wins ? value : best; \
    place = wins ? (PLACE) : place; }

#define MAX_POOL(NAME, TYPE, LEAST) \
  CLONES void ck_quarters_##NAME(const ck_pooling *g, const TYPE *x, TYPE *y, int64_t *indices); \
  CLONES void ck_quarters_##NAME(const ck_pooling *g, const TYPE *x, TYPE *y, int64_t *indices) { \
    typedef TYPE T; \
    for (ptrdiff_t i = 0; i < g->out_height; i++, y += g->out_width, indices += g->out_width) { \
      const T *up = x + 2 * i * g->width, *down = up + g->width; \
      const int32_t start = (int32_t)(2 * i * g->width), width = (int32_t)g->width; \
      EACH(j, g->out_width) { \
        T best = up[2 * j]; \
        int32_t place = start + 2 * (int32_t)j; \
        const int32_t corner = place; \
        TAKE(up[2 * j + 1], corner + 1) \
        TAKE(down[2 * j], corner + width) \
        TAKE(down[2 * j + 1], corner + width + 1) \
        y[j] = best; \
        indices[j] = place; \
      } \
    } \
  } \
  static void max_plane_##NAME(const ck_pooling *g, const TYPE *x, TYPE *y, int64_t *indices) { \
    typedef TYPE T; \
    for (ptrdiff_t i = 0; i < g->out_height; i++) { \
      const window rows = ROW_WINDOW(i); \
      for (ptrdiff_t j = 0; j < g->out_width; j++) { \
        const window columns = COLUMN_WINDOW(j); \
        T best = LEAST; \
        int64_t place = rows.first * g->width + columns.first; \
        for (ptrdiff_t r = rows.first; r < rows.end; r += rows.step) \
          for (ptrdiff_t c = columns.first; c < columns.end; c += columns.step) \
            TAKE(x[r * g->width + c], r * g->width + c) \
        *y++ = best; \
        *indices++ = place; \
      } \
    } \
  } \
  static void max_planes_##NAME(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const pool_task *task = context; \
    const ck_pooling *g = task->g; \
    const ptrdiff_t places = g->height * g->width, outputs = g->out_height * g->out_width; \
    const int is_simple = is_by_quarters(g); \
    for (ptrdiff_t p = start; p < end; p++) { \
      (is_simple ? ck_quarters_##NAME : max_plane_##NAME)( \
        g, (const TYPE *)task->in + p * places, (TYPE *)task->out + p * outputs, \
        task->indices + p * outputs); \
    } \
  }

#define BACKWARD_AND_AVERAGE(NAME, T) \
  static void max_back_##NAME(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const pool_task *task = context; \
    const ptrdiff_t places = task->g->height * task->g->width; \
    const ptrdiff_t outputs = task->g->out_height * task->g->out_width; \
    memset((T *)task->out + start * places, 0, (end - start) * places * sizeof(T)); \
    for (ptrdiff_t p = start; p < end; p++) { \
      const T *upstream = (const T *)task->in + p * outputs; \
      const int64_t *indices = task->indices + p * outputs; \
      T *out = (T *)task->out + p * places; \
      for (ptrdiff_t i = 0; i < outputs; i++) \
        if (indices[i] >= 0 && indices[i] < places) out[indices[i]] += upstream[i]; \
    } \
  } \
  static void average_##NAME(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const pool_task *task = context; \
    const ck_pooling *g = task->g; \
    const T *x = (const T *)task->in + start * g->height * g->width; \
    T *y = (T *)task->out + start * g->out_height * g->out_width; \
    for (ptrdiff_t p = start; p < end; p++, x += g->height * g->width) \
      for (ptrdiff_t i = 0; i < g->out_height; i++) { \
        const window rows = ROW_WINDOW(i); \
        for (ptrdiff_t j = 0; j < g->out_width; j++) { \
          const window columns = COLUMN_WINDOW(j); \
          double sum = 0; \
          for (ptrdiff_t r = rows.first; r < rows.end; r++) \
            for (ptrdiff_t c = columns.first; c < columns.end; c++) sum += x[r * g->width + c]; \
          *y++ = number_of(rows, columns) ? (T)(sum * weight_of(task, rows, columns)) : 0; \
        } \
      } \
  } \
  static void average_back_##NAME(ptrdiff_t start, ptrdiff_t end, void *context) { \
    const pool_task *task = context; \
    const ck_pooling *g = task->g; \
    const T *upstream = (const T *)task->in + start * g->out_height * g->out_width; \
    T *x = (T *)task->out + start * g->height * g->width; \
    memset(x, 0, (end - start) * g->height * g->width * sizeof(T)); \
    for (ptrdiff_t p = start; p < end; p++, x += g->height * g->width) \
      for (ptrdiff_t i = 0; i < g->out_height; i++) { \
        const window rows = ROW_WINDOW(i); \
        for (ptrdiff_t j = 0; j < g->out_width; j++) { \
          const window columns = COLUMN_WINDOW(j); \
          const T part = *upstream++ * (T)weight_of(task, rows, columns); \
          for (ptrdiff_t r = rows.first; r < rows.end; r++) \
            for (ptrdiff_t c = columns.first; c < columns.end; c++) x[r * g->width + c] += part; \
        } \
      } \
  }

MAX_POOL(f32, float, -INFINITY)
MAX_POOL(f64, double, -INFINITY)
MAX_POOL(i64, int64_t, INT64_MIN)
BACKWARD_AND_AVERAGE(f32, float)
BACKWARD_AND_AVERAGE(f64, double)

/// Planes at a time, so that a share is worth a thread.
static ptrdiff_t grain(const ck_pooling *g) {
  const ptrdiff_t each = g->height * g->width + g->out_height * g->out_width;
  return each >= 1 << 15 ? 1 : (1 << 15) / (each > 0 ? each : 1);
}

void ck_max_pool(ck_type type, const ck_pooling *g, const void *x, void *y, int64_t *indices) {
  pool_task task = {.g = g, .in = x, .indices = indices, .out = y};
  ck_range_function *planes =
    type == CK_FLOAT32 ? max_planes_f32 : type == CK_FLOAT64 ? max_planes_f64 : max_planes_i64;
  ck_parallel(g->planes, grain(g), planes, &task);
}

void ck_max_pool_backward(ck_type type, const ck_pooling *g, const void *upstream,
                          const int64_t *indices, void *out) {
  pool_task task = {.g = g, .in = upstream, .indices = (int64_t *)indices, .out = out};
  ck_parallel(g->planes, grain(g), type == CK_FLOAT32 ? max_back_f32 : max_back_f64, &task);
}

void ck_average_pool(ck_type type, const ck_pooling *g, int counts_padding, ptrdiff_t divisor,
                     const void *x, void *y) {
  pool_task task = {g, counts_padding, divisor, x, 0, y};
  ck_parallel(g->planes, grain(g), type == CK_FLOAT32 ? average_f32 : average_f64, &task);
}

void ck_average_pool_backward(ck_type type, const ck_pooling *g, int counts_padding,
                              ptrdiff_t divisor, const void *upstream, void *out) {
  pool_task task = {g, counts_padding, divisor, upstream, 0, out};
  ck_parallel(g->planes, grain(g), type == CK_FLOAT32 ? average_back_f32 : average_back_f64, &task);
}
