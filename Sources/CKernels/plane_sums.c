#include "kernel.h"

// The sum of a channel's planes in all images, for the gradient of a bias.

typedef struct {
  ck_type type;
  ptrdiff_t images, channels, pixels, size;
  const char *y;
  const uint8_t *places;
  char *out;
} plane_sums;

#define SUM_OF_PLACED(NAME, T) \
  CLONES double ck_sum_of_placed_##NAME(ptrdiff_t n, const T *y, const uint8_t *places); \
  CLONES double ck_sum_of_placed_##NAME(ptrdiff_t n, const T *y, const uint8_t *places) { \
    ANY_ORDER \
    double sum = 0; \
    for (ptrdiff_t i = 0; i < n; i++) sum += places[i] < 4 ? y[i] : 0; \
    return sum; \
  }

SUM_OF_PLACED(f32, float)
SUM_OF_PLACED(f64, double)

static double sum_plane(const plane_sums *s, ptrdiff_t start) {
  const void *y = s->y + start * s->size;
  if (s->places) {
    return s->type == CK_FLOAT32 ? ck_sum_of_placed_f32(s->pixels, y, s->places + start)
                                 : ck_sum_of_placed_f64(s->pixels, y, s->places + start);
  }
  double single = 0;
  ck_sum(s->type, s->pixels, y, 1, &single);
  return s->type == CK_FLOAT32 ? *(float *)&single : single;
}

static void sum_planes(ptrdiff_t start, ptrdiff_t end, void *context) {
  const plane_sums *s = context;
  for (ptrdiff_t c = start; c < end; c++) {
    double total = 0;
    for (ptrdiff_t i = 0; i < s->images; i++) {
      total += sum_plane(s, (i * s->channels + c) * s->pixels);
    }
    if (s->type == CK_FLOAT32) ((float *)s->out)[c] = (float)total;
    else ((double *)s->out)[c] = total;
  }
}

void ck_sum_planes(ck_type type, ptrdiff_t images, ptrdiff_t channels, ptrdiff_t pixels,
                   const void *y, const uint8_t *places, void *out) {
  plane_sums s = {type, images, channels, pixels, type == CK_FLOAT32 ? 4 : 8, y, places, out};
  ck_parallel(channels, images * pixels >= 1 << 15 ? 1 : channels, sum_planes, &s);
}
