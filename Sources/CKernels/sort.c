#include "kernel.h"

// Elements become unsigned keys of the same order: the sign bit of whole numbers is turned, and
// of negative floating-point numbers all bits are; NaN becomes the greatest, −0 becomes 0.

static uint64_t key_of_f64(double x) {
  uint64_t bits;
  if (x != x) return UINT64_MAX;
  x += 0.0;
  memcpy(&bits, &x, 8);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

// In single precision the upper half of the key is 0, which spares half of the passes.
static uint64_t key_of_f32(float x) {
  uint32_t bits;
  if (x != x) return UINT32_MAX;
  x += 0.0f;
  memcpy(&bits, &x, 4);
  return bits >> 31 ? (uint32_t)~bits : bits | (uint32_t)1 << 31;
}

static void make_keys(ck_type type, ptrdiff_t n, const void *a, int is_descending, uint64_t *keys) {
  switch (type) {
    case CK_FLOAT32:
      for (ptrdiff_t i = 0; i < n; i++) keys[i] = key_of_f32(((const float *)a)[i]);
      break;
    case CK_FLOAT64:
      for (ptrdiff_t i = 0; i < n; i++) keys[i] = key_of_f64(((const double *)a)[i]);
      break;
    case CK_INT64:
      for (ptrdiff_t i = 0; i < n; i++)
        keys[i] = (uint64_t)((const int64_t *)a)[i] ^ (uint64_t)1 << 63;
      break;
    case CK_BOOL:
      for (ptrdiff_t i = 0; i < n; i++) keys[i] = ((const uint8_t *)a)[i];
      break;
  }
  if (is_descending)
    for (ptrdiff_t i = 0; i < n; i++) keys[i] = ~keys[i];
}

static void sort_by_insertion(ptrdiff_t n, uint64_t *keys, int64_t *order) {
  for (ptrdiff_t i = 1; i < n; i++) {
    uint64_t key = keys[i];
    int64_t place = order[i];
    ptrdiff_t j = i;
    for (; j > 0 && keys[j - 1] > key; j--) {
      keys[j] = keys[j - 1];
      order[j] = order[j - 1];
    }
    keys[j] = key;
    order[j] = place;
  }
}

// Byte by byte from the lowest, each pass stable; a byte that all keys share is passed over.
// The result lies in `keys` and `order`.
static void sort_by_radix(ptrdiff_t n, uint64_t *keys, int64_t *order, uint64_t *other_keys,
                          int64_t *other_order) {
  uint64_t *from = keys, *to = other_keys;
  int64_t *from_order = order, *to_order = other_order;
  for (int shift = 0; shift < 64; shift += 8) {
    ptrdiff_t counts[256] = {0};
    for (ptrdiff_t i = 0; i < n; i++) counts[from[i] >> shift & 255]++;
    if (counts[from[0] >> shift & 255] == n) continue;
    ptrdiff_t start = 0;
    for (int digit = 0; digit < 256; digit++) {
      ptrdiff_t count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    for (ptrdiff_t i = 0; i < n; i++) {
      ptrdiff_t place = counts[from[i] >> shift & 255]++;
      to[place] = from[i];
      to_order[place] = from_order[i];
    }
    uint64_t *swap = from;
    from = to;
    to = swap;
    int64_t *swap_order = from_order;
    from_order = to_order;
    to_order = swap_order;
  }
  if (from_order != order) memcpy(order, from_order, (size_t)n * sizeof(int64_t));
}

void ck_sort(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, int is_descending,
             int64_t *order, uint64_t *space) {
  const size_t size = (size_t)size_of(type);
  for (ptrdiff_t row = 0; row < rows; row++) {
    make_keys(type, n, (const char *)a + (size_t)(row * n) * size, is_descending, space);
    int64_t *places = order + row * n;
    for (ptrdiff_t i = 0; i < n; i++) places[i] = i;
    if (n < 48) sort_by_insertion(n, space, places);
    else sort_by_radix(n, space, places, space + n, (int64_t *)(space + 2 * n));
  }
}

// The best so far lie in order, and what is better than the last of them is sorted in.
void ck_select(ck_type type, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t wanted, const void *a,
               int is_descending, int64_t *order, uint64_t *space) {
  const size_t size = (size_t)size_of(type);
  uint64_t *best = space + n;
  for (ptrdiff_t row = 0; row < rows; row++) {
    make_keys(type, n, (const char *)a + (size_t)(row * n) * size, is_descending, space);
    int64_t *places = order + row * wanted;
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
      uint64_t key = space[i];
      if (count == wanted && (wanted == 0 || key >= best[count - 1])) continue;
      ptrdiff_t j = count < wanted ? count++ : count - 1;
      for (; j > 0 && best[j - 1] > key; j--) {
        best[j] = best[j - 1];
        places[j] = places[j - 1];
      }
      best[j] = key;
      places[j] = i;
    }
  }
}
