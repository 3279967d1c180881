// Not guarded: planes of pixels as vectors with a lane for each plane, and back, for one instruction
// set, after "pooled_blocks.h".

/// Pixels of up to LANES planes, one vector for each pixel.
static void NAME(gather_planes)(const T *planes, ptrdiff_t step, ptrdiff_t count, ptrdiff_t pixels,
                                VEC *out) {
  for (ptrdiff_t p = 0; p < pixels; p += LANES) {
    const ptrdiff_t here = pixels - p < LANES ? pixels - p : LANES;
    VEC rows[LANES];
    if (here == LANES && count == LANES) {
      for (int i = 0; i < LANES; i++) rows[i] = *(const VEC *)(planes + i * step + p);
    } else {
      for (int i = 0; i < LANES; i++) {
        rows[i] = i < count ? LOAD_FIRST(planes + i * step + p, here) : (VEC){0};
      }
    }
    NAME(transpose)(rows);
    for (ptrdiff_t i = 0; i < here; i++) out[p + i] = rows[i];
  }
}

/// The reverse of `gather_planes`.
static void NAME(scatter_planes)(const VEC *in, ptrdiff_t pixels, T *planes, ptrdiff_t step,
                                 ptrdiff_t count) {
  for (ptrdiff_t p = 0; p < pixels; p += LANES) {
    const ptrdiff_t here = pixels - p < LANES ? pixels - p : LANES;
    VEC rows[LANES];
    for (int i = 0; i < LANES; i++) rows[i] = i < here ? in[p + i] : (VEC){0};
    NAME(transpose)(rows);
    for (ptrdiff_t i = 0; i < count; i++) {
      if (here == LANES) *(VEC *)(planes + i * step + p) = rows[i];
      else STORE_FIRST(planes + i * step + p, rows[i], here);
    }
  }
}

/// The same of the places that maximum pooling remembers, as numbers.
static void NAME(gather_places)(const uint8_t *planes, ptrdiff_t step, ptrdiff_t count,
                                ptrdiff_t pixels, VEC *out) {
  for (ptrdiff_t p = 0; p < pixels; p += LANES) {
    const ptrdiff_t here = pixels - p < LANES ? pixels - p : LANES;
    VEC rows[LANES];
    for (int i = 0; i < LANES; i++) {
      rows[i] = i < count ? __builtin_convertvector(*(const BYTES *)(planes + i * step + p), VEC)
                          : (VEC){0};
    }
    NAME(transpose)(rows);
    for (ptrdiff_t i = 0; i < here; i++) out[p + i] = rows[i];
  }
}

static void NAME(scatter_places)(const VEC *in, ptrdiff_t pixels, uint8_t *planes,
                                 ptrdiff_t step, ptrdiff_t count) {
  for (ptrdiff_t p = 0; p < pixels; p += LANES) {
    const ptrdiff_t here = pixels - p < LANES ? pixels - p : LANES;
    VEC rows[LANES];
    for (int i = 0; i < LANES; i++) rows[i] = i < here ? in[p + i] : (VEC){0};
    NAME(transpose)(rows);
    for (ptrdiff_t i = 0; i < count; i++) {
      const BYTES bytes = __builtin_convertvector(rows[i], BYTES);
      if (here == LANES) *(BYTES *)(planes + i * step + p) = bytes;
      else NAME(store_first_bytes)(planes + i * step + p, bytes, here);
    }
  }
}

/// Up to LANES planes of which rows are wanted: `values` are what lies behind maximum pooling
/// where there are `places`.
typedef struct {
  const T *values;
  const uint8_t *places;
  ptrdiff_t first_plane, count, height, width;
} NAME(plane_source);

/// Rows `first` ..< `end`, one vector for each pixel. Uses as many vectors more behind these.
static void NAME(gather_rows)(const NAME(plane_source) *s, ptrdiff_t first, ptrdiff_t end,
                              VEC *out) {
  const ptrdiff_t width = s->width;
  if (!s->places) {
    const T *from = s->values + s->first_plane * s->height * width + first * width;
    return NAME(gather_planes)(from, s->height * width, s->count, (end - first) * width, out);
  }
  const ptrdiff_t height = s->height / 2, half = width / 2, top = first / 2;
  const ptrdiff_t bottom = (end + 1) / 2 < height ? (end + 1) / 2 : height;
  const ptrdiff_t pixels = bottom > top ? (bottom - top) * half : 0;
  VEC *values = out + (end - first) * width, *places = values + pixels;
  const ptrdiff_t start = s->first_plane * height * half + top * half;
  NAME(gather_planes)(s->values + start, height * half, s->count, pixels, values);
  NAME(gather_places)(s->places + start, height * half, s->count, pixels, places);
  for (ptrdiff_t i = first; i < end; i++, out += width) {
    if (i / 2 >= height) {
      for (ptrdiff_t j = 0; j < width; j++) out[j] = (VEC){0};
      continue;
    }
    const VEC *value = values + (i / 2 - top) * half, *place = places + (i / 2 - top) * half;
    const T even = (T)(i % 2 * 2), odd = even + 1;
    for (ptrdiff_t j = 0; j < half; j++) {
      out[2 * j] = NAME(select)(place[j] == even, value[j], (VEC){0});
      out[2 * j + 1] = NAME(select)(place[j] == odd, value[j], (VEC){0});
    }
    if (width % 2) out[width - 1] = (VEC){0};
  }
}

/// The greatest of each 2×2 window in rows of pixels, put at their beginning.
static void NAME(pool_strip)(VEC *strip, ptrdiff_t rows, ptrdiff_t width, VEC *places) {
  const ptrdiff_t half = width / 2;
  for (ptrdiff_t i = 0; i < rows / 2; i++) {
    const VEC *up = strip + 2 * i * width, *down = up + width;
    for (ptrdiff_t j = 0; j < half; j++) {
      WHOLES place;
      strip[i * half + j] = NAME(greatest)(
        up[2 * j], up[2 * j + 1], down[2 * j], down[2 * j + 1], &place);
      places[i * half + j] = __builtin_convertvector(place, VEC);
    }
  }
}
