#pragma once

// Activation functions beyond those of `ck_unary`, and what they pass back. Each is told by up to
// three constants.

typedef enum {
  CK_LEAKY_RELU,    // x > 0 ? x : a x
  CK_ELU,           // x > 0 ? b x : a (e^(c x) − 1)
  CK_GELU,          // x Φ(x), with Φ the normal distribution
  CK_GELU_TANH,     // ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
  CK_SILU,          // x σ(x)
  CK_MISH,          // x tanh(log(1 + eˣ))
  CK_HARDTANH,      // x between a and b
  CK_HARDSIGMOID,   // (x + 3)/6 between 0 and 1
  CK_HARDSWISH,     // x · hardsigmoid(x)
  CK_SHARP_SOFTPLUS,  // log(1 + e^(a x))/a; x itself where a x > b
  CK_SOFTSIGN,      // x / (1 + |x|)
  CK_TANHSHRINK,    // x − tanh x
  CK_HARDSHRINK,    // 0 within ±a
  CK_SOFTSHRINK,    // x moved by a towards 0
  CK_LOG_SIGMOID,   // log σ(x)
  CK_THRESHOLD      // x > a ? x : b
} ck_activation;

/// out[i] = f(x[i]), floating point only.
void ck_activate(ck_activation function, ck_type type, ptrdiff_t n, const void *x, double a,
                 double b, double c, void *out);

/// out[i] = g[i] · f′(x[i]), floating point only.
void ck_activate_backward(ck_activation function, ck_type type, ptrdiff_t n, const void *x,
                          const void *g, double a, double b, double c, void *out);

/// For `planes` rows of n elements, of which row i has the slope w[i mod channels]:
/// out = x > 0 ? x : w x.
void ck_prelu(ck_type type, ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n, const void *x,
              const void *w, void *out);

/// What `ck_prelu` passes back to x, and to w (summed; dw is set).
void ck_prelu_backward(ck_type type, ptrdiff_t planes, ptrdiff_t channels, ptrdiff_t n,
                       const void *x, const void *w, const void *g, void *dx, void *dw);

/// out = a σ(b) for rows [a, b] of 2n elements each.
void ck_glu(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, void *out);

/// What `ck_glu` passes back to its rows of 2n elements.
void ck_glu_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, const void *g,
                     void *out);
