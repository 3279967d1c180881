// Not guarded: convolution by Winograd's F(4×4, 3×3) for one instruction set, after
// "gemm_blocks.h", "winograd_transforms.h" and "plane_vectors.h".
//
// A tile of 4×4 outputs comes from 6×6 inputs with 36 multiplications for each channel in place
// of 144. In the transformed domain, each of the 36 places is a matrix product over channels for
// all tiles. A vector holds as many channels as it has lanes. A NaN or infinity in the input
// reaches all outputs of its tiles, as in oneDNN.

/// About how many tiles are transformed at a time, so that they stay in cache.
#define TILES 32
#define WEIGHT_PARTS 4

INLINE ptrdiff_t NAME(whole_vectors)(ptrdiff_t n) { return (n + LANES - 1) / LANES * LANES; }

/// What all threads know of one convolution.
typedef struct {
  const ck_winograd *g;
  ptrdiff_t tile_columns, tile_rows;
  /// Channels and filters, up to whole vectors.
  ptrdiff_t channels, filters;
  /// Rows of tiles at a time, and how far apart the 36 places of inputs, outputs and weights are.
  ptrdiff_t rows, input_step, output_step, weight_step;
  T *weights;
  ptrdiff_t part_rows;
  int failed;
} NAME(winograd);

static NAME(winograd) NAME(plan)(const ck_winograd *g) {
  NAME(winograd) w = {.g = g};
  w.tile_columns = (g->out_width + 3) / 4;
  w.tile_rows = g->images * ((g->out_height + 3) / 4);
  w.channels = NAME(whole_vectors)(g->channels);
  w.filters = NAME(whole_vectors)(g->filters);
  w.rows = TILES / w.tile_columns < 1 ? 1 : TILES / w.tile_columns;
  // A vector more keeps the 36 places out of the same sets of the cache.
  w.input_step = w.rows * w.tile_columns * w.channels + LANES;
  w.output_step = w.rows * w.tile_columns * w.filters + LANES;
  w.weight_step = g->channels * w.filters + LANES;
  return w;
}

/// Elements that `gather_rows`, `pool_strip` and `scatter_planes` need for a row of tiles.
INLINE ptrdiff_t NAME(strip)(const ck_winograd *g) {
  const ptrdiff_t wider = g->width > g->out_width ? g->width : g->out_width;
  return (g->x_places || g->y_places ? 10 : 6) * wider * LANES + LANES * LANES;
}

/// Transforms one row of tiles of x.
static void NAME(transform_inputs)(const NAME(winograd) *w, ptrdiff_t row, VEC *strip, T *out) {
  const ck_winograd *g = w->g;
  const ptrdiff_t rows_per_image = (g->out_height + 3) / 4;
  const ptrdiff_t image = row / rows_per_image, top = row % rows_per_image * 4 - g->pad_y;
  const ptrdiff_t first = top < 0 ? 0 : top;
  const ptrdiff_t end = top + 6 > g->height ? g->height : top + 6;
  for (ptrdiff_t c = 0; c < g->channels; c += LANES) {
    const NAME(plane_source) source = {
      .values = g->x, .places = g->x_places, .first_plane = image * g->channels + c,
      .count = g->channels - c < LANES ? g->channels - c : LANES, .height = g->height,
      .width = g->width,
    };
    if (end > first) NAME(gather_rows)(&source, first, end, strip);
    for (ptrdiff_t t = 0; t < w->tile_columns; t++) {
      VEC d[36], v[36];
      const ptrdiff_t left = 4 * t - g->pad_x;
      for (ptrdiff_t i = 0; i < 6; i++) {
        const int is_row = top + i >= first && top + i < end;
        const VEC *line = strip + (top + i - first) * g->width;
        if (is_row && left >= 0 && left + 6 <= g->width) {
          for (ptrdiff_t j = 0; j < 6; j++) d[6 * i + j] = line[left + j];
        } else {
          for (ptrdiff_t j = 0; j < 6; j++) {
            const int is_inside = is_row && left + j >= 0 && left + j < g->width;
            d[6 * i + j] = is_inside ? line[left + j] : (VEC){0};
          }
        }
      }
      NAME(tile_of_input)(d, v);
      T *place = out + t * w->channels + c;
      for (int i = 0; i < 36; i++) *(VEC *)(place + i * w->input_step) = v[i];
    }
  }
}

/// Transforms one row of tiles of products back, and stores it into y.
static void NAME(transform_outputs)(const NAME(winograd) *w, ptrdiff_t row, const T *products,
                                    VEC *strip) {
  const ck_winograd *g = w->g;
  const ptrdiff_t rows_per_image = (g->out_height + 3) / 4;
  const ptrdiff_t image = row / rows_per_image, top = row % rows_per_image * 4;
  const ptrdiff_t rows = g->out_height - top < 4 ? g->out_height - top : 4;
  const ptrdiff_t plane = g->out_height * g->out_width;
  for (ptrdiff_t f = 0; f < g->filters; f += LANES) {
    const ptrdiff_t count = g->filters - f < LANES ? g->filters - f : LANES;
    const VEC bias = g->bias ? LOAD_FIRST(g->bias + f, count) : (VEC){0};
    for (ptrdiff_t t = 0; t < w->tile_columns; t++) {
      VEC m[36], y[16];
      const T *place = products + t * w->filters + f;
      for (int i = 0; i < 36; i++) m[i] = *(const VEC *)(place + i * w->output_step);
      NAME(tile_to_output)(4, m, y);
      const ptrdiff_t columns = g->out_width - 4 * t < 4 ? g->out_width - 4 * t : 4;
      for (ptrdiff_t i = 0; i < rows; i++) {
        for (ptrdiff_t j = 0; j < columns; j++) {
          const VEC sum = y[4 * i + j] + bias;
          strip[i * g->out_width + 4 * t + j] = g->is_relu ? NAME(relu)(sum) : sum;
        }
      }
    }
    const ptrdiff_t first_plane = image * g->filters + f;
    if (g->y_places) {
      const ptrdiff_t half = g->out_width / 2, pooled = g->out_height / 2 * half;
      const ptrdiff_t start = first_plane * pooled + top / 2 * half, pixels = rows / 2 * half;
      VEC *places = strip + rows * g->out_width;
      NAME(pool_strip)(strip, rows, g->out_width, places);
      NAME(scatter_planes)(strip, pixels, g->y + start, pooled, count);
      NAME(scatter_places)(places, pixels, g->y_places + start, pooled, count);
    } else {
      T *y = g->y + first_plane * plane + top * g->out_width;
      NAME(scatter_planes)(strip, rows * g->out_width, y, plane, count);
    }
  }
}

/// Transformed weights, by place, channel and filter.
static void NAME(transform_weights)(ptrdiff_t start, ptrdiff_t end, void *context) {
  NAME(winograd) *w = context;
  const ck_winograd *g = w->g;
  for (ptrdiff_t block = start; block < end; block++) {
    const ptrdiff_t f = block * LANES;
    const ptrdiff_t count = g->filters - f < LANES ? g->filters - f : LANES;
    for (ptrdiff_t c = 0; c < g->channels; c++) {
      VEC taps[LANES > 9 ? LANES : 12], turned[9], out[36];
      const T *from = g->w + f * g->filter_step + c * g->channel_step;
      NAME(gather_planes)(from, g->filter_step, count, 9, taps);
      for (int i = 0; i < 9; i++) turned[i] = taps[g->is_flipped ? 8 - i : i];
      NAME(tile_of_weights)(3, turned, out);
      T *place = w->weights + c * w->filters + f;
      for (int i = 0; i < 36; i++) *(VEC *)(place + i * w->weight_step) = out[i];
    }
  }
}

static void NAME(forward_rows)(ptrdiff_t start, ptrdiff_t end, void *context) {
  NAME(winograd) *w = context;
  const ck_winograd *g = w->g;
  const ptrdiff_t room = 36 * (w->input_step + w->output_step) + NAME(strip)(g);
  T *inputs = ck_workspace(CK_CONVOLUTION_WORKSPACE, room * sizeof(T));
  if (!inputs) {
    __atomic_store_n(&w->failed, 1, __ATOMIC_RELAXED);
    return;
  }
  T *products = inputs + 36 * w->input_step;
  VEC *strip = (VEC *)(products + 36 * w->output_step);
  const ptrdiff_t tiles = (end - start) * w->tile_columns;
  for (ptrdiff_t row = start; row < end; row++) {
    T *place = inputs + (row - start) * w->tile_columns * w->channels;
    NAME(transform_inputs)(w, row, strip, place);
  }
  for (int i = 0; i < 36; i++) {
    const ck_matrix_product product = {
      .m = tiles, .n = w->filters, .k = g->channels, .alpha = 1,
      .a = inputs + i * w->input_step, .lda = w->channels,
      .b = w->weights + i * w->weight_step, .ldb = w->filters,
      .c = products + i * w->output_step, .ldc = w->filters,
    };
    NAME(ck_matrix_product)(&product);
  }
  for (ptrdiff_t row = start; row < end; row++) {
    const T *place = products + (row - start) * w->tile_columns * w->filters;
    NAME(transform_outputs)(w, row, place, strip);
  }
}

int NAME(ck_winograd_forward)(const ck_winograd *g) {
  NAME(winograd) w = NAME(plan)(g);
  w.weights = ck_workspace(CK_WEIGHTS_WORKSPACE, 36 * w.weight_step * sizeof(T));
  if (!w.weights) return 0;
  ck_parallel(w.filters / LANES, 1, NAME(transform_weights), &w);
  ck_parallel(w.tile_rows, w.rows, NAME(forward_rows), &w);
  return !w.failed;
}

// MARK: The gradient for the weights

/// Transforms one row of tiles of y, which is the upstream gradient here.
static void NAME(transform_upstream)(const NAME(winograd) *w, ptrdiff_t row, VEC *strip, T *out) {
  const ck_winograd *g = w->g;
  const ptrdiff_t rows_per_image = (g->out_height + 3) / 4;
  const ptrdiff_t image = row / rows_per_image, top = row % rows_per_image * 4;
  const ptrdiff_t rows = g->out_height - top < 4 ? g->out_height - top : 4;
  for (ptrdiff_t f = 0; f < g->filters; f += LANES) {
    const NAME(plane_source) source = {
      .values = g->y, .places = g->y_places, .first_plane = image * g->filters + f,
      .count = g->filters - f < LANES ? g->filters - f : LANES, .height = g->out_height,
      .width = g->out_width,
    };
    NAME(gather_rows)(&source, top, top + rows, strip);
    for (ptrdiff_t t = 0; t < w->tile_columns; t++) {
      VEC d[16], v[36];
      for (ptrdiff_t i = 0; i < 4; i++) {
        for (ptrdiff_t j = 0; j < 4; j++) {
          const int is_inside = i < rows && 4 * t + j < g->out_width;
          d[4 * i + j] = is_inside ? strip[i * g->out_width + 4 * t + j] : (VEC){0};
        }
      }
      NAME(tile_of_weights)(4, d, v);
      T *place = out + t * w->filters + f;
      for (int i = 0; i < 36; i++) *(VEC *)(place + i * w->output_step) = v[i];
    }
  }
}

/// Sums the products of a share of the rows of tiles, in transformed form.
static void NAME(weight_rows)(ptrdiff_t start, ptrdiff_t end, void *context) {
  NAME(winograd) *w = context;
  const ck_winograd *g = w->g;
  const ptrdiff_t room = 36 * (w->input_step + w->output_step) + NAME(strip)(g);
  T *inputs = ck_workspace(CK_CONVOLUTION_WORKSPACE, room * sizeof(T));
  if (!inputs) {
    __atomic_store_n(&w->failed, 1, __ATOMIC_RELAXED);
    return;
  }
  T *upstream = inputs + 36 * w->input_step;
  VEC *strip = (VEC *)(upstream + 36 * w->output_step);
  T *sums = w->weights + start / w->part_rows * 36 * w->weight_step;
  for (ptrdiff_t first = start; first < end; first += w->rows) {
    const ptrdiff_t next = end - first < w->rows ? end : first + w->rows;
    for (ptrdiff_t row = first; row < next; row++) {
      const ptrdiff_t tile = (row - first) * w->tile_columns;
      NAME(transform_inputs)(w, row, strip, inputs + tile * w->channels);
      NAME(transform_upstream)(w, row, strip, upstream + tile * w->filters);
    }
    for (int i = 0; i < 36; i++) {
      const ck_matrix_product product = {
        .is_a_transposed = 1, .m = g->filters, .n = w->channels,
        .k = (next - first) * w->tile_columns, .alpha = 1, .beta = first > start,
        .a = upstream + i * w->output_step, .lda = w->filters,
        .b = inputs + i * w->input_step, .ldb = w->channels,
        .c = sums + i * w->weight_step, .ldc = w->channels,
      };
      NAME(ck_matrix_product)(&product);
    }
  }
}

static void NAME(gather_weights)(ptrdiff_t start, ptrdiff_t end, void *context) {
  const NAME(winograd) *w = context;
  const ck_winograd *g = w->g;
  const ptrdiff_t parts = (w->tile_rows + w->part_rows - 1) / w->part_rows;
  for (ptrdiff_t f = start; f < end; f++) {
    for (ptrdiff_t c = 0; c < g->channels; c += LANES) {
      const ptrdiff_t count = g->channels - c < LANES ? g->channels - c : LANES;
      VEC m[36], taps[9];
      for (int i = 0; i < 36; i++) {
        const T *place = w->weights + i * w->weight_step + f * w->channels + c;
        m[i] = *(const VEC *)place;
        for (ptrdiff_t part = 1; part < parts; part++) {
          m[i] += *(const VEC *)(place + part * 36 * w->weight_step);
        }
      }
      NAME(tile_to_output)(3, m, taps);
      T *out = (T *)g->w + f * g->filter_step + c * g->channel_step;
      NAME(scatter_planes)(taps, 9, out, g->channel_step, count);
    }
  }
}

/// Writes into w what `y` as the upstream gradient passes back to it.
int NAME(ck_winograd_weights)(const ck_winograd *g) {
  NAME(winograd) w = NAME(plan)(g);
  w.weight_step = g->filters * w.channels + LANES;
  // The shares depend on the shape alone, so that sums do not depend on the number of threads.
  const ptrdiff_t parts = w.tile_rows < WEIGHT_PARTS ? w.tile_rows : WEIGHT_PARTS;
  w.part_rows = (w.tile_rows + parts - 1) / parts;
  w.weights = ck_workspace(CK_WEIGHTS_WORKSPACE, parts * 36 * w.weight_step * sizeof(T));
  if (!w.weights) return 0;
  ck_parallel(w.tile_rows, w.part_rows, NAME(weight_rows), &w);
  ck_parallel(g->filters, 8, NAME(gather_weights), &w);
  return !w.failed;
}

#undef TILES
#undef WEIGHT_PARTS
