// Not guarded: maximum pooling over 2×2 windows behind max(x, 0), and back, for one type and one
// instruction set, after "vectors.h".

/// The greatest of four and of 0, lane by lane, and which it was: the first of equals; NaN wins.
INLINE VEC NAME(greatest)(VEC a, VEC b, VEC c, VEC d, WHOLES *place) {
  WHOLES where = {0};
#define TAKE(x, number) \
  { const WHOLES wins = (x > a) | (x != x); \
    a = NAME(select)(wins, x, a); \
    where = (WHOLES)NAME(select)(wins, (VEC)((WHOLES){0} + number), (VEC)where); }
  TAKE(b, 1)
  TAKE(c, 2)
  TAKE(d, 3)
#undef TAKE
  *place = (WHOLES)NAME(select)(a <= 0, (VEC)((WHOLES){0} + CK_NOWHERE), (VEC)where);
  return NAME(relu)(a);
}

/// Up to LANES elements; n may be less than 0, or more than there are.
INLINE VEC NAME(load_up_to)(const T *p, ptrdiff_t n) {
  return n >= LANES ? *(const VEC *)p : n <= 0 ? (VEC){0} : LOAD_FIRST(p, n);
}

INLINE void NAME(store_up_to)(T *p, VEC v, ptrdiff_t n) {
  if (n >= LANES) *(VEC *)p = v;
  else if (n > 0) STORE_FIRST(p, v, n);
}

void NAME(ck_pool)(const ck_pooled_block *b, const void *in, void *out, uint8_t *places) {
  const ptrdiff_t width = b->width, outputs = width / 2;
  for (ptrdiff_t plane = 0; plane < b->planes; plane++) {
    for (ptrdiff_t i = 0; i < b->rows / 2; i++) {
      const T *up = (const T *)in + (plane * b->rows + 2 * i) * width, *down = up + width;
      const ptrdiff_t start = plane * b->step + i * outputs;
      for (ptrdiff_t j = 0; j < outputs; j += LANES) {
        const ptrdiff_t count = outputs - j < LANES ? outputs - j : LANES;
        const ptrdiff_t first = 2 * j, rest = 2 * count - LANES;
        const VEC up_0 = NAME(load_up_to)(up + first, 2 * count);
        const VEC up_1 = NAME(load_up_to)(up + first + LANES, rest);
        const VEC down_0 = NAME(load_up_to)(down + first, 2 * count);
        const VEC down_1 = NAME(load_up_to)(down + first + LANES, rest);
        WHOLES place;
        const VEC best = NAME(greatest)(
          EVEN(up_0, up_1), ODD(up_0, up_1), EVEN(down_0, down_1), ODD(down_0, down_1), &place);
        const BYTES bytes = __builtin_convertvector(place, BYTES);
        NAME(store_up_to)((T *)out + start + j, best, count);
        if (count == LANES) *(BYTES *)(places + start + j) = bytes;
        else NAME(store_first_bytes)(places + start + j, bytes, count);
      }
    }
  }
}

void NAME(ck_unpool)(const ck_pooled_block *b, const void *in, const uint8_t *places, void *out) {
  const ptrdiff_t width = b->width, inputs = width / 2;
  for (ptrdiff_t plane = 0; plane < b->planes; plane++) {
    T *rows = (T *)out + plane * b->rows * width;
    for (ptrdiff_t i = 0; i < b->rows; i++) {
      T *row = rows + i * width;
      if (i / 2 == b->rows / 2) {
        memset(row, 0, width * sizeof(T));
        break;
      }
      const ptrdiff_t start = plane * b->step + i / 2 * inputs;
      const WHOLES even = (WHOLES){0} + (i % 2 == 0 ? 0 : 2), odd = even + 1;
      for (ptrdiff_t j = 0; j < inputs; j += LANES) {
        const ptrdiff_t count = inputs - j < LANES ? inputs - j : LANES;
        const VEC y = NAME(load_up_to)((const T *)in + start + j, count);
        const BYTES bytes = *(const BYTES *)(places + start + j);
        const WHOLES place = __builtin_convertvector(bytes, WHOLES);
        const VEC first = NAME(select)(place == even, y, (VEC){0});
        const VEC second = NAME(select)(place == odd, y, (VEC){0});
        NAME(store_up_to)(row + 2 * j, INTERLEAVE_LOW(first, second), 2 * count);
        NAME(store_up_to)(row + 2 * j + LANES, INTERLEAVE_HIGH(first, second), 2 * count - LANES);
      }
      if (width % 2) row[width - 1] = 0;
    }
  }
}
