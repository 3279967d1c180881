// Not guarded: the matrix product for one type and one instruction set, after "vectors.h".
//
// A tile of C, up to ROWS × 2 vectors (or a few rows × 4), is held in registers while k runs:
// each step multiplies one element of a row of A by vectors of a row of B. B is packed into
// panels as wide as a tile, so that its vectors follow one another, and a block of it stays in
// the second-level cache; the rows of A that a tile needs stay in the first. After
// Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).

/// Rows of B, and elements of a row, that are packed at a time.
#define DEPTH 384
#define BLOCK (1 << 20)
#define SMALL_DEPTH 64

typedef struct {
  ptrdiff_t k;
  const T *a;
  ptrdiff_t lda;
  const T *b;
  ptrdiff_t ldb;
  T *c;
  ptrdiff_t ldc;
  /// Elements of the last vector that belong to C.
  ptrdiff_t last;
  T alpha, beta;
  const T *column_bias, *row_bias;
  int is_relu;
} NAME(tile_context);

// All counts are known where it is inlined, so that `sum` lies in registers.
INLINE void NAME(tile)(const int rows, const int vectors, const int is_a_transposed,
                       const NAME(tile_context) *t) {
  VEC sum[ROWS][4];
#define EACH_ROW _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++)
#define EACH_VECTOR _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++)
  EACH_ROW EACH_VECTOR sum[i][v] = (VEC){0};
  const T *a = t->a, *b = t->b;
  const ptrdiff_t lda = t->lda, ldb = t->ldb, k = t->k;
  for (ptrdiff_t p = 0; p < k; p++) {
    VEC y[4];
    EACH_VECTOR y[v] = *(const VEC *)(b + v * LANES);
    EACH_ROW {
      T x = is_a_transposed ? a[i] : a[i * lda];
      EACH_VECTOR sum[i][v] += y[v] * x;
    }
    a += is_a_transposed ? lda : 1;
    b += ldb;
  }
  EACH_ROW EACH_VECTOR sum[i][v] *= t->alpha;
  T *c = t->c;
  const ptrdiff_t ldc = t->ldc, last = t->last;
#define PART(p, v) \
  (v == vectors - 1 && last < LANES ? LOAD_FIRST((p) + v * LANES, last) \
                                    : *(const VEC *)((p) + v * LANES))
  if (t->beta != 0) EACH_ROW EACH_VECTOR sum[i][v] += PART(c + i * ldc, v) * t->beta;
  if (t->column_bias) EACH_VECTOR {
    VEC bias = PART(t->column_bias, v);
    EACH_ROW sum[i][v] += bias;
  }
  if (t->row_bias) EACH_ROW EACH_VECTOR sum[i][v] += t->row_bias[i];
  if (t->is_relu) EACH_ROW EACH_VECTOR sum[i][v] = NAME(relu)(sum[i][v]);
  if (last == LANES) {
    EACH_ROW EACH_VECTOR *(VEC *)(c + i * ldc + v * LANES) = sum[i][v];
  } else {
    EACH_ROW EACH_VECTOR {
      if (v < vectors - 1) *(VEC *)(c + i * ldc + v * LANES) = sum[i][v];
      else STORE_FIRST(c + i * ldc + v * LANES, sum[i][v], last);
    }
  }
#undef PART
#undef EACH_ROW
#undef EACH_VECTOR
}

typedef void NAME(tile_function)(const NAME(tile_context) *);

#define TILE(R, V) \
  static void NAME(tile_##R##_##V)(const NAME(tile_context) *t) { NAME(tile)(R, V, 0, t); } \
  static void NAME(tile_t_##R##_##V)(const NAME(tile_context) *t) { NAME(tile)(R, V, 1, t); }
ALL_TILES(TILE)
#undef TILE

/// By whether A is transposed, vectors and rows.
static NAME(tile_function) *const NAME(tiles)[2][5][ROWS + 1] = {
#define TILE(R, V) [0][V][R] = NAME(tile_##R##_##V), [1][V][R] = NAME(tile_t_##R##_##V),
  ALL_TILES(TILE)
#undef TILE
};

/// Panels whose rows are read together, so that B is read along its rows.
#define PANELS 8

/// Columns of B for `depth` steps as panels of `width`, the last one filled up with zeros to
/// whole vectors.
static void NAME(pack_panels)(const T *b, ptrdiff_t ldb, ptrdiff_t depth, ptrdiff_t columns,
                              ptrdiff_t width, T *out) {
  for (ptrdiff_t start = 0; start < columns; start += PANELS * width) {
    const ptrdiff_t end = columns - start < PANELS * width ? columns : start + PANELS * width;
    for (ptrdiff_t p = 0; p < depth; p++) {
      const T *row = b + p * ldb;
      for (ptrdiff_t first = start; first < end; first += width) {
        const ptrdiff_t count = end - first < width ? end - first : width;
        const ptrdiff_t padded = (count + LANES - 1) / LANES * LANES;
        const T *x = row + first;
        T *target = out + first * depth + p * padded;
        ptrdiff_t j = 0;
        for (; j + LANES <= count; j += LANES) *(VEC *)(target + j) = *(const VEC *)(x + j);
        if (j < count) *(VEC *)(target + j) = LOAD_FIRST(x + j, count - j);
      }
    }
  }
}

/// At most `width` columns of B, which are rows in memory, for `depth` steps as one panel.
static void NAME(pack_turned)(const T *b, ptrdiff_t ldb, ptrdiff_t depth, ptrdiff_t columns,
                              ptrdiff_t width, T *out) {
  for (ptrdiff_t j = 0; j < width; j += LANES) {
    const T *start = b + j * ldb;
    ptrdiff_t count = columns - j < LANES ? columns - j : LANES;
    for (ptrdiff_t p = 0; p < depth; p += LANES) {
      VEC rows[LANES];
      ptrdiff_t steps = depth - p < LANES ? depth - p : LANES;
      if (count == LANES && steps == LANES) {
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES; i++) rows[i] = *(const VEC *)(start + i * ldb + p);
      } else {
        for (int i = 0; i < LANES; i++) {
          rows[i] = i < count ? LOAD_FIRST(start + i * ldb + p, steps) : (VEC){0};
        }
      }
      NAME(transpose)(rows);
      for (ptrdiff_t i = 0; i < steps; i++) *(VEC *)(out + (p + i) * width + j) = rows[i];
    }
  }
}

/// `rows` columns of a transposed A for `depth` steps, one step after another.
static void NAME(pack_rows)(const T *a, ptrdiff_t lda, ptrdiff_t depth, ptrdiff_t rows, T *out) {
  for (ptrdiff_t p = 0; p < depth; p++, a += lda, out += rows) {
    for (ptrdiff_t i = 0; i < rows; i += LANES) {
      if (i + LANES <= rows) *(VEC *)(out + i) = *(const VEC *)(a + i);
      else STORE_FIRST(out + i, LOAD_FIRST(a + i, rows - i), rows - i);
    }
  }
}

INLINE ptrdiff_t NAME(even_share)(ptrdiff_t whole, ptrdiff_t most) {
  ptrdiff_t parts = whole <= most ? 1 : (whole + most - 1) / most;
  return (whole + parts - 1) / parts;
}

/// One block of k of one block of columns: all tiles, row of tiles by row of tiles.
static void NAME(block)(const ck_matrix_product *g, ptrdiff_t pc, ptrdiff_t depth, ptrdiff_t jc,
                        ptrdiff_t columns, ptrdiff_t height, ptrdiff_t vectors, T *packed,
                        T *panel_of_a) {
  const ptrdiff_t width = vectors * LANES;
  // Reading B where it lies is worth it when few rows of tiles would use the packed one.
  const int is_direct = !g->is_b_transposed && (g->m <= 3 * height || depth * columns <= 4096);
  const int packs_rows = g->is_a_transposed && depth > 48 && columns > width;
  // Where B is read directly, still the panel that ends with a part of a vector.
  const ptrdiff_t first = !is_direct ? 0 : columns % LANES ? columns / width * width : columns;
  if (!g->is_b_transposed) {
    NAME(pack_panels)((const T *)g->b + pc * g->ldb + jc + first, g->ldb, depth, columns - first,
                      width, packed + first * depth);
  }
  for (ptrdiff_t j = 0; g->is_b_transposed && j < columns; j += width) {
    const ptrdiff_t count = columns - j < width ? columns - j : width;
    const ptrdiff_t padded = (count + LANES - 1) / LANES * LANES;
    NAME(pack_turned)((const T *)g->b + (jc + j) * g->ldb + pc, g->ldb, depth, count, padded,
                      packed + j * depth);
  }
  const int is_last = pc + depth == g->k;
  const T *column_bias = is_last ? g->epilogue.column_bias : 0;
  const T *row_bias = is_last ? g->epilogue.row_bias : 0;
  NAME(tile_context) t = {
    .k = depth, .lda = g->lda, .ldc = g->ldc, .alpha = (T)g->alpha,
    .beta = pc == 0 ? (T)g->beta : 1, .is_relu = is_last && g->epilogue.is_relu,
  };
  for (ptrdiff_t i = 0; i < g->m; i += height) {
    const ptrdiff_t rows = g->m - i < height ? g->m - i : height;
    t.a = (const T *)g->a + (g->is_a_transposed ? pc * g->lda + i : i * g->lda + pc);
    if (packs_rows) {
      NAME(pack_rows)(t.a, g->lda, depth, rows, panel_of_a);
      t.a = panel_of_a;
      t.lda = rows;
    }
    t.row_bias = row_bias ? row_bias + i : 0;
    for (ptrdiff_t j = 0; j < columns; j += width) {
      const ptrdiff_t count = columns - j < width ? columns - j : width;
      const ptrdiff_t used = (count + LANES - 1) / LANES;
      if (is_direct && count % LANES == 0) {
        t.b = (const T *)g->b + pc * g->ldb + jc + j;
        t.ldb = g->ldb;
      } else {
        t.b = packed + j * depth;
        t.ldb = used * LANES;
      }
      t.c = (T *)g->c + i * g->ldc + jc + j;
      t.last = count - (used - 1) * LANES;
      t.column_bias = column_bias ? column_bias + jc + j : 0;
      NAME(tiles)[g->is_a_transposed][used][rows](&t);
    }
  }
}

INLINE T NAME(total)(VEC x) {
#pragma clang loop unroll(full)
  for (int round = 1; round < LANES; round *= 2) x = INTERLEAVE_LOW(x, x) + INTERLEAVE_HIGH(x, x);
  return x[0];
}

/// The scalar products of one row of A with rows j … j + rows − 1 of a transposed B.
INLINE void NAME(dots)(const int rows, ptrdiff_t k, const T *a, const T *b, ptrdiff_t ldb, T *out) {
  VEC sum[4][2] = {0};
  ptrdiff_t p = 0;
  for (; p + 2 * LANES <= k; p += 2 * LANES) {
    for (int v = 0; v < 2; v++) {
      VEC x = *(const VEC *)(a + p + v * LANES);
      for (int i = 0; i < rows; i++) sum[i][v] += x * *(const VEC *)(b + i * ldb + p + v * LANES);
    }
  }
  for (; p < k; p += LANES) {
    const ptrdiff_t count = k - p < LANES ? k - p : LANES;
    VEC x = LOAD_FIRST(a + p, count);
    for (int i = 0; i < rows; i++) sum[i][0] += x * LOAD_FIRST(b + i * ldb + p, count);
  }
  for (int i = 0; i < rows; i++) out[i] = NAME(total)(sum[i][0] + sum[i][1]);
}

static void NAME(by_dots)(const ck_matrix_product *g) {
  for (ptrdiff_t i = 0; i < g->m; i++) {
    const T *a = (const T *)g->a + i * g->lda, *b = g->b;
    T *c = (T *)g->c + i * g->ldc;
    for (ptrdiff_t j = 0; j < g->n; j += 4) {
      const ptrdiff_t count = g->n - j < 4 ? g->n - j : 4;
      T sums[4];
      if (count == 4) NAME(dots)(4, g->k, a, b + j * g->ldb, g->ldb, sums);
      else for (ptrdiff_t r = 0; r < count; r++) {
        NAME(dots)(1, g->k, a, b + (j + r) * g->ldb, g->ldb, sums + r);
      }
      for (ptrdiff_t r = 0; r < count; r++) {
        T y = (T)g->alpha * sums[r];
        if (g->beta != 0) y += (T)g->beta * c[j + r];
        if (g->epilogue.column_bias) y += ((const T *)g->epilogue.column_bias)[j + r];
        if (g->epilogue.row_bias) y += ((const T *)g->epilogue.row_bias)[i];
        c[j + r] = g->epilogue.is_relu && y < 0 ? 0 : y;
      }
    }
  }
}

void NAME(ck_matrix_product)(const ck_matrix_product *g) {
  if (g->is_by_dots) return NAME(by_dots)(g);
  const ptrdiff_t height = NAME(even_share)(g->m, ROWS);
  const ptrdiff_t vectors = g->m <= WIDE_ROWS ? 4 : 2, width = vectors * LANES;
  ptrdiff_t depth = NAME(even_share)(g->k, DEPTH);
  const ptrdiff_t most = BLOCK / (ptrdiff_t)sizeof(T) / (depth > 16 ? depth : 16) / width * width;
  const ptrdiff_t share = NAME(even_share)(g->n, most);
  ptrdiff_t columns = (share + width - 1) / width * width;
  // The stack is enough for what is small, and for all where there is no more memory.
  T small[SMALL_DEPTH * (4 * LANES + ROWS)], *packed = small;
  if (depth * (columns + ROWS) > SMALL_DEPTH * (4 * LANES + ROWS)) {
    packed = ck_workspace(CK_GEMM_WORKSPACE, depth * (columns + ROWS) * sizeof(T));
    if (!packed) {
      packed = small;
      columns = width;
      depth = depth < SMALL_DEPTH ? depth : SMALL_DEPTH;
    }
  }
  for (ptrdiff_t jc = 0; jc < g->n; jc += columns) {
    const ptrdiff_t count = g->n - jc < columns ? g->n - jc : columns;
    ptrdiff_t pc = 0;
    do {
      const ptrdiff_t steps = g->k - pc < depth ? g->k - pc : depth;
      NAME(block)(g, pc, steps, jc, count, height, vectors, packed, packed + depth * columns);
      pc += steps;
    } while (pc < g->k);
  }
}

#undef DEPTH
#undef BLOCK
#undef SMALL_DEPTH
#undef PANELS
