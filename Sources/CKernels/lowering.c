#include "lowering.h"

#include "kernel.h"

// Rows are short: with wide steps, most of one would be left for a loop of single elements.
#define SHORT_EACH(i, from, to) \
  _Pragma("clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)") \
  for (ptrdiff_t i = from; i < to; i++)

/// The outputs 0 ≤ from ≤ to ≤ outputs that look inside of the input: at i·stride + shift.
static void inside(ptrdiff_t size, ptrdiff_t outputs, ptrdiff_t stride, ptrdiff_t shift,
                   ptrdiff_t *from, ptrdiff_t *to) {
  ptrdiff_t first = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
  ptrdiff_t end = shift >= size ? 0 : (size - shift + stride - 1) / stride;
  if (end > outputs) end = outputs;
  if (first > end) first = end;
  *from = first;
  *to = end;
}

// Row of patches by row; `X` is where the outputs `from` ..< `to` of a row look.
#define EACH_PATCH_ROW(T, PATCHES, INSIDE, OUTSIDE) \
  const ptrdiff_t channels = g->channels / g->groups; \
  for (ptrdiff_t c = 0; c < channels; c++, x += g->height * g->width) \
    for (ptrdiff_t ky = 0; ky < g->kernel_height; ky++) \
      for (ptrdiff_t kx = 0; kx < g->kernel_width; kx++) { \
        const ptrdiff_t shift = kx * g->dilation_x - g->pad_x, step = g->stride_x; \
        ptrdiff_t from, to; \
        inside(g->width, g->out_width, step, shift, &from, &to); \
        for (ptrdiff_t i = first; i < first + rows; i++, PATCHES += g->out_width) { \
          const ptrdiff_t y = i * g->stride_y - g->pad_y + ky * g->dilation_y; \
          if (y >= 0 && y < g->height) { \
            T *line = (T *)x + y * g->width + shift; \
            INSIDE \
          } else { \
            OUTSIDE \
          } \
        } \
      }

#define LOWERING(NAME, T) \
  CLONES void ck_lower_##NAME(const ck_convolution *g, const T *x, ptrdiff_t first, \
                              ptrdiff_t rows, T *out); \
  CLONES void ck_lower_##NAME(const ck_convolution *g, const T *x, ptrdiff_t first, \
                              ptrdiff_t rows, T *out) { \
    EACH_PATCH_ROW(T, out, \
      for (ptrdiff_t j = 0; j < from; j++) out[j] = 0; \
      if (step == 1) memcpy(out + from, line + from, (to - from) * sizeof(T)); \
      else for (ptrdiff_t j = from; j < to; j++) out[j] = line[j * step]; \
      for (ptrdiff_t j = to; j < g->out_width; j++) out[j] = 0;, \
      memset(out, 0, g->out_width * sizeof(T));) \
  } \
  CLONES void ck_raise_##NAME(const ck_convolution *g, const T *in, ptrdiff_t first, \
                              ptrdiff_t rows, T *x); \
  CLONES void ck_raise_##NAME(const ck_convolution *g, const T *in, ptrdiff_t first, \
                              ptrdiff_t rows, T *x) { \
    EACH_PATCH_ROW(T, in, \
      if (step == 1) { SHORT_EACH(j, from, to) { line[j] += in[j]; } } \
      else for (ptrdiff_t j = from; j < to; j++) line[j * step] += in[j];,) \
  }

LOWERING(f32, float)
LOWERING(f64, double)

void ck_lower(ck_type type, const ck_convolution *g, const void *x, ptrdiff_t first,
              ptrdiff_t rows, void *patches) {
  if (type == CK_FLOAT32) ck_lower_f32(g, x, first, rows, patches);
  else ck_lower_f64(g, x, first, rows, patches);
}

void ck_raise(ck_type type, const ck_convolution *g, const void *patches, ptrdiff_t first,
              ptrdiff_t rows, void *x) {
  if (type == CK_FLOAT32) ck_raise_f32(g, patches, first, rows, x);
  else ck_raise_f64(g, patches, first, rows, x);
}
