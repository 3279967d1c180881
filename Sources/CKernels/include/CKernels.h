#pragma once

#include <stddef.h>
#include <stdint.h>

// Element-wise loops, compiled several times over (AVX-512, AVX2, baseline) and picked when the
// program starts. A stride counts elements; 0 repeats one element. `out` is contiguous, and may
// be the very place an input is read from.

/// What the elements of an array are.
typedef enum { CK_FLOAT32, CK_FLOAT64, CK_INT64, CK_BOOL } ck_type;

#include "CIndexing.h"

typedef enum {
  CK_ADD, CK_SUBTRACT, CK_MULTIPLY, CK_DIVIDE, CK_POWER, CK_MAXIMUM, CK_MINIMUM,
  CK_REMAINDER, CK_FLOOR_DIVIDE, CK_TRUNCATED_DIVIDE, CK_FMOD, CK_FMAX, CK_FMIN, CK_ATAN2,
  CK_HYPOT, CK_LOG_ADD_EXP, CK_X_LOG_Y, CK_HEAVISIDE, CK_COPY_SIGN
} ck_binary_operation;

typedef enum {
  CK_BITWISE_AND, CK_BITWISE_OR, CK_BITWISE_XOR, CK_SHIFT_LEFT, CK_SHIFT_RIGHT
} ck_bitwise_operation;

typedef enum {
  CK_IS_NAN, CK_IS_INFINITE, CK_IS_FINITE, CK_IS_POSITIVE_INFINITE, CK_IS_NEGATIVE_INFINITE,
  CK_HAS_SIGN
} ck_test;

typedef enum {
  CK_EQUAL, CK_NOT_EQUAL, CK_LESS, CK_LESS_EQUAL, CK_GREATER, CK_GREATER_EQUAL
} ck_comparison;

typedef enum {
  CK_NEGATE, CK_ABSOLUTE, CK_SIGN, CK_SQUARE, CK_SQUARE_ROOT, CK_RECIPROCAL,
  CK_EXP, CK_EXPM1, CK_LOG, CK_LOG1P, CK_SIN, CK_COS, CK_TANH, CK_SIGMOID, CK_RELU,
  CK_SOFTPLUS, CK_ERF, CK_FLOOR, CK_CEIL, CK_ROUND, CK_TAN, CK_ASIN, CK_ACOS, CK_ATAN,
  CK_SINH, CK_COSH, CK_ASINH, CK_ACOSH, CK_ATANH, CK_EXP2, CK_LOG2, CK_LOG10, CK_ERFC,
  CK_RECIPROCAL_ROOT, CK_TRUNCATE, CK_FRACTION
} ck_unary_operation;

/// out[i] = a[i·sa] ∘ b[i·sb]. Whole numbers wrap around; booleans know add (or), multiply
/// (and), maximum and minimum only.
void ck_binary(ck_binary_operation operation, ck_type type, ptrdiff_t n,
               const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, void *out);

/// out[i] = a[i·sa] ∘ b[i·sb] as 0 or 1.
void ck_compare(ck_comparison operation, ck_type type, ptrdiff_t n,
                const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, uint8_t *out);

/// out[i] = a[i·sa] ∘ b[i·sb], bit by bit, for whole numbers and truth values (which are not
/// shifted).
void ck_bitwise(ck_bitwise_operation operation, ck_type type, ptrdiff_t n,
                const void *a, ptrdiff_t sa, const void *b, ptrdiff_t sb, void *out);

/// Whether a[i·sa] is of a kind, as 0 or 1; floating point only.
void ck_classify(ck_test test, ck_type type, ptrdiff_t n, const void *a, ptrdiff_t sa,
                 uint8_t *out);

/// out[i] = f(a[i·sa]). Whole numbers know negate, absolute, sign, square and relu only.
void ck_unary(ck_unary_operation operation, ck_type type, ptrdiff_t n,
              const void *a, ptrdiff_t sa, void *out);

/// out[i·so] = a[i·sa] as another type. A fraction is cut towards zero; what no whole number
/// can hold becomes the nearest that can, and NaN becomes 0.
void ck_convert(ck_type from, ck_type to, ptrdiff_t n, const void *a, ptrdiff_t sa,
                void *out, ptrdiff_t so);

/// out[i] = condition[i] ? a[i] : b[i], all contiguous.
void ck_where(ck_type type, ptrdiff_t n, const uint8_t *condition, const void *a, const void *b,
              void *out);

/// *out = Σ a[i·stride], accumulated in double precision.
void ck_sum(ck_type type, ptrdiff_t n, const void *a, ptrdiff_t stride, void *out);

/// out[j] = Σᵢ a[i·stride + j] for j < n.
void ck_sum_rows(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, ptrdiff_t stride,
                 void *out);

/// y[i] += factor · x[i], floating point only.
void ck_accumulate(ck_type type, ptrdiff_t n, double factor, const void *x, void *y);

/// Softmax of each of `rows` contiguous rows of n elements; its logarithm when `logarithm` ≠ 0.
void ck_softmax(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *a, int logarithm,
                void *out);

/// What softmax (or its logarithm) with the result y passes back for the gradient g:
/// y ⊙ (g − Σ g ⊙ y), or g − exp(y) Σ g.
void ck_softmax_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *y, const void *g,
                         int logarithm, void *out);

/// g ⊙ f′, where f′ is told by the result y: tanh 1 − y², sigmoid y(1 − y), relu [y > 0].
void ck_activation_backward(ck_unary_operation operation, ck_type type, ptrdiff_t n,
                            const void *y, const void *g, void *out);

#include "activations.h"
#include "attention.h"
#include "convolution.h"
#include "cross_entropy.h"
#include "losses.h"
#include "normalization.h"
#include "optimizers.h"
#include "pooling.h"
#include "products.h"
#include "recurrent.h"
#include "threads.h"
