#include "lowering.h"
#include "pooled.h"
#include "winograd.h"
#include "workspace.h"

// The general way: the patches that the kernel looks at become the columns of a matrix, a few rows
// of outputs at a time so that they stay in cache, and the convolution a matrix product.

#define PATCH_BYTES (1 << 19)
#define WEIGHT_PARTS 4
#define MOST_BYTES_OF_PARTS (64 << 20)

typedef struct {
  ck_type type;
  const ck_convolution *g;
  const char *x, *w, *bias;
  char *y;
  int is_relu;
  /// Where y lies behind maximum pooling.
  uint8_t *places;
  ptrdiff_t size, channels, filters, depth, pixels, plane;
  /// Rows of outputs at a time, and how many times that takes.
  ptrdiff_t rows, blocks;
  /// Whether the patches are the input itself: 1×1 kernels at stride 1.
  int is_pointwise;
  ptrdiff_t part_images;
  int failed;
} task;

static task plan(ck_type type, const ck_convolution *g, uint8_t *places) {
  task t = {.type = type, .g = g, .places = places, .size = type == CK_FLOAT32 ? 4 : 8};
  t.channels = g->channels / g->groups;
  t.filters = g->filters / g->groups;
  t.depth = t.channels * g->kernel_height * g->kernel_width;
  t.pixels = g->out_height * g->out_width;
  t.plane = g->height * g->width;
  t.is_pointwise = g->kernel_height == 1 && g->kernel_width == 1 && g->stride_y == 1
    && g->stride_x == 1 && g->pad_y == 0 && g->pad_x == 0 && t.pixels == t.plane;
  const ptrdiff_t deepest = places && t.filters > t.depth ? t.filters : t.depth;
  ptrdiff_t fitting = PATCH_BYTES / (deepest * g->out_width * t.size);
  if (places) fitting = fitting < 2 ? 2 : fitting / 2 * 2;
  t.rows = fitting < 1 ? 1 : fitting > g->out_height ? g->out_height : fitting;
  t.blocks = (g->out_height + t.rows - 1) / t.rows;
  return t;
}

/// One block of rows of outputs in one group of one image.
typedef struct {
  ptrdiff_t first, rows, columns;
  /// In elements: where its input, output, weights and filters begin.
  ptrdiff_t x, y, w, filter;
} block;

static block find_block(const task *t, ptrdiff_t number) {
  const ptrdiff_t image = number / t->blocks / t->g->groups;
  const ptrdiff_t group = number / t->blocks % t->g->groups;
  block b = {.first = number % t->blocks * t->rows};
  b.rows = t->g->out_height - b.first < t->rows ? t->g->out_height - b.first : t->rows;
  b.columns = b.rows * t->g->out_width;
  b.x = (image * t->g->channels + group * t->channels) * t->plane;
  b.filter = group * t->filters;
  const ptrdiff_t half = t->g->out_width / 2, pooled = t->g->out_height / 2 * half;
  b.y = t->places ? (image * t->g->filters + b.filter) * pooled + b.first / 2 * half
                  : (image * t->g->filters + b.filter) * t->pixels + b.first * t->g->out_width;
  b.w = b.filter * t->depth;
  return b;
}

static void *room_for_patches(task *t) {
  void *room = ck_workspace(
    CK_CONVOLUTION_WORKSPACE, t->depth * t->rows * t->g->out_width * t->size);
  if (!room) __atomic_store_n(&t->failed, 1, __ATOMIC_RELAXED);
  return room;
}

/// The patches of a block, and how far apart their rows are; null when there is no memory.
static const void *patches_of(task *t, const block *b, ptrdiff_t *step) {
  if (t->is_pointwise) {
    *step = t->pixels;
    return t->x + (b->x + b->first * t->g->out_width) * t->size;
  }
  void *patches = room_for_patches(t);
  *step = b->columns;
  if (patches) ck_lower(t->type, t->g, t->x + b->x * t->size, b->first, b->rows, patches);
  return patches;
}

/// Room for a block of y as it is before the pooling; null when there is no memory.
static void *room_for_outputs(task *t) {
  void *room = ck_workspace(
    CK_POOLING_WORKSPACE, t->filters * t->rows * t->g->out_width * t->size);
  if (!room) __atomic_store_n(&t->failed, 1, __ATOMIC_RELAXED);
  return room;
}

static ck_pooled_block pooled(const task *t, const block *b) {
  return (ck_pooled_block){
    .planes = t->filters, .rows = b->rows, .width = t->g->out_width,
    .step = t->g->out_height / 2 * (t->g->out_width / 2),
  };
}

/// The upstream gradient of a block, and how far apart its planes are; null when there is no
/// memory.
static const void *upstream_of(task *t, const block *b, ptrdiff_t *step) {
  const char *y = t->y + b->y * t->size;
  *step = t->places ? b->columns : t->pixels;
  if (!t->places) return y;
  void *spread = room_for_outputs(t);
  const ck_pooled_block behind = pooled(t, b);
  if (spread) ck_unpool_block(t->type, &behind, y, t->places + b->y, spread);
  return spread;
}

static void forward_blocks(ptrdiff_t start, ptrdiff_t end, void *context) {
  task *t = context;
  for (ptrdiff_t number = start; number < end; number++) {
    const block b = find_block(t, number);
    ptrdiff_t step;
    const void *patches = patches_of(t, &b, &step);
    if (!patches) return;
    const ck_epilogue epilogue = {
      .row_bias = t->bias ? t->bias + b.filter * t->size : 0, .is_relu = t->is_relu,
    };
    char *y = t->places ? room_for_outputs(t) : t->y + b.y * t->size;
    if (!y) return;
    ck_gemm(t->type, 0, 0, t->filters, b.columns, t->depth, 1, t->w + b.w * t->size, t->depth,
            patches, step, 0, y, t->places ? b.columns : t->pixels, &epilogue);
    if (!t->places) continue;
    const ck_pooled_block behind = pooled(t, &b);
    ck_pool_block(t->type, &behind, y, t->y + b.y * t->size, t->places + b.y);
  }
}

static void fill_planes(const task *t, ptrdiff_t image, ptrdiff_t group) {
  for (ptrdiff_t c = group * t->channels; c < (group + 1) * t->channels; c++) {
    char *plane = (char *)t->x + (image * t->g->channels + c) * t->plane * t->size;
    if (t->bias) ck_convert(t->type, t->type, t->plane, t->bias + c * t->size, 0, plane, 1);
    else memset(plane, 0, t->plane * t->size);
  }
}

/// All blocks of one group of one image: their patches overlap.
static void transposed_groups(ptrdiff_t start, ptrdiff_t end, void *context) {
  task *t = context;
  for (ptrdiff_t number = start; number < end; number++) {
    fill_planes(t, number / t->g->groups, number % t->g->groups);
    for (ptrdiff_t i = 0; i < t->blocks; i++) {
      const block b = find_block(t, number * t->blocks + i);
      ptrdiff_t step;
      void *patches = room_for_patches(t);
      const void *upstream = upstream_of(t, &b, &step);
      if (!patches || !upstream) return;
      ck_gemm(t->type, 1, 0, t->depth, b.columns, t->filters, 1, t->w + b.w * t->size, t->depth,
              upstream, step, 0, patches, b.columns, 0);
      ck_raise(t->type, t->g, patches, b.first, b.rows, (char *)t->x + b.x * t->size);
    }
  }
}

/// A share of the images, summed into weights of its own.
static void weight_images(ptrdiff_t start, ptrdiff_t end, void *context) {
  task *t = context;
  char *w = (char *)t->w + start / t->part_images * t->g->filters * t->depth * t->size;
  const ptrdiff_t each = t->g->groups * t->blocks;
  for (ptrdiff_t number = start * each; number < end * each; number++) {
    const block b = find_block(t, number);
    const int is_first = number / each == start && number % t->blocks == 0;
    ptrdiff_t step, upstream_step;
    const void *patches = patches_of(t, &b, &step);
    const void *upstream = upstream_of(t, &b, &upstream_step);
    if (!patches || !upstream) return;
    ck_gemm(t->type, 0, 1, t->filters, t->depth, b.columns, 1, upstream, upstream_step, patches,
            step, !is_first, w + b.w * t->size, t->depth, 0);
  }
}

// MARK: Where Winograd's way is the shorter one

static int suits_winograd(ck_type type, const ck_convolution *g, ptrdiff_t height,
                          ptrdiff_t width) {
  const ptrdiff_t tiles = (height + 3) / 4 * ((width + 3) / 4);
  return type == CK_FLOAT32 && g->kernel_height == 3 && g->kernel_width == 3 && g->groups == 1
    && g->stride_y == 1 && g->stride_x == 1 && g->dilation_y == 1 && g->dilation_x == 1
    && g->channels >= 16 && g->filters >= 16 && width <= 256 && tiles * g->images >= 8
    && 2 * height * width >= 11 * tiles;
}

static int run_winograd(const ck_winograd *work, int is_for_weights) {
#ifdef __x86_64__
  const ck_instruction_set best = ck_best_instruction_set();
  if (best == CK_AVX512) {
    return (is_for_weights ? ck_winograd_weights_f32_avx512 : ck_winograd_forward_f32_avx512)(work);
  }
  if (best == CK_AVX2) {
    return (is_for_weights ? ck_winograd_weights_f32_avx2 : ck_winograd_forward_f32_avx2)(work);
  }
#endif
  return (is_for_weights ? ck_winograd_weights_f32_portable
                         : ck_winograd_forward_f32_portable)(work);
}

static ck_winograd winograd_of(const ck_convolution *g) {
  return (ck_winograd){
    .images = g->images, .channels = g->channels, .height = g->height, .width = g->width,
    .filters = g->filters, .out_height = g->out_height, .out_width = g->out_width,
    .pad_y = g->pad_y, .pad_x = g->pad_x, .filter_step = 9 * g->channels, .channel_step = 9,
  };
}

// MARK: What is called

int ck_convolve(ck_type type, const ck_convolution *g, const void *x, const void *w,
                const void *bias, int is_relu, void *y, uint8_t *places) {
  if (suits_winograd(type, g, g->out_height, g->out_width)) {
    ck_winograd work = winograd_of(g);
    work.x = x;
    work.w = w;
    work.bias = bias;
    work.is_relu = is_relu;
    work.y = y;
    work.y_places = places;
    return run_winograd(&work, 0);
  }
  task t = plan(type, g, places);
  t.x = x;
  t.w = w;
  t.bias = bias;
  t.is_relu = is_relu;
  t.y = y;
  ck_parallel(g->images * g->groups * t.blocks, 1, forward_blocks, &t);
  return !t.failed;
}

int ck_convolve_transposed(ck_type type, const ck_convolution *g, const void *y,
                           const uint8_t *places, const void *w, const void *bias, void *x) {
  if (suits_winograd(type, g, g->height, g->width) && g->pad_y <= 2 && g->pad_x <= 2) {
    const ck_winograd work = {
      .images = g->images, .channels = g->filters, .height = g->out_height,
      .width = g->out_width, .filters = g->channels, .out_height = g->height,
      .out_width = g->width, .pad_y = 2 - g->pad_y, .pad_x = 2 - g->pad_x, .x = y,
      .x_places = places, .w = w,
      .filter_step = 9, .channel_step = 9 * g->channels, .is_flipped = 1, .bias = bias, .y = x,
    };
    return run_winograd(&work, 0);
  }
  task t = plan(type, g, (uint8_t *)places);
  t.x = x;
  t.w = w;
  t.bias = bias;
  t.y = (char *)y;
  ck_parallel(g->images * g->groups, 1, transposed_groups, &t);
  return !t.failed;
}

int ck_convolve_weights(ck_type type, const ck_convolution *g, const void *x, const void *y,
                        const uint8_t *places, void *w) {
  if (suits_winograd(type, g, g->out_height, g->out_width)
      && g->filters * g->channels <= 1 << 18) {
    ck_winograd work = winograd_of(g);
    work.x = x;
    work.w = w;
    work.y = (float *)y;
    work.y_places = (uint8_t *)places;
    return run_winograd(&work, 1);
  }
  task t = plan(type, g, (uint8_t *)places);
  t.x = x;
  t.w = w;
  t.y = (char *)y;
  const ptrdiff_t count = g->filters * t.depth;
  // The shares depend on the shape alone, so that sums do not depend on the number of threads.
  ptrdiff_t parts = g->images < WEIGHT_PARTS ? g->images : WEIGHT_PARTS;
  if (count * t.size > MOST_BYTES_OF_PARTS / WEIGHT_PARTS) parts = 1;
  t.part_images = (g->images + parts - 1) / parts;
  parts = (g->images + t.part_images - 1) / t.part_images;
  if (parts > 1) {
    t.w = ck_workspace(CK_WEIGHTS_WORKSPACE, parts * count * t.size);
    if (!t.w) return 0;
  }
  ck_parallel(g->images, t.part_images, weight_images, &t);
  if (t.failed) return 0;
  if (parts > 1) memcpy(w, t.w, count * t.size);
  for (ptrdiff_t part = 1; part < parts; part++) {
    ck_accumulate(type, count, 1, t.w + part * count * t.size, w);
  }
  return 1;
}
