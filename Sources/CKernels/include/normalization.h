#pragma once

// Normalisation over rows (layer norm, RMS norm) and over channels (batch, group and instance
// norm). Floating point only; means and the like have the type of the elements.

/// Each of `rows` rows of n elements: out = (x − mean) · rstd · weight + bias, with rstd =
/// 1/√(variance + epsilon), which are kept in mean[row] and rstd[row]. Weight and bias may be
/// null. Without `is_centred` the mean is taken to be 0 (RMS norm).
void ck_layer_norm(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x, const void *weight,
                   const void *bias, double epsilon, int is_centred, void *out, void *mean,
                   void *rstd);

/// What `ck_layer_norm` passes back to x, weight and bias; each may be null.
void ck_layer_norm_backward(ck_type type, ptrdiff_t rows, ptrdiff_t n, const void *x,
                            const void *weight, const void *g, const void *mean, const void *rstd,
                            int is_centred, void *dx, void *dweight, void *dbias);

/// Arrays of samples × channels × n elements. For each channel: the mean, and the mean squared
/// distance from it.
void ck_channel_moments(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                        const void *x, void *mean, void *variance);

/// For each channel c: Σ g and Σ g (x − centre[c]).
void ck_channel_sums(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                     const void *x, const void *g, const void *centre, void *sum,
                     void *sum_of_products);

/// out = a[c] · g + b[c] · (x − centre[c]) + shift[c] in channel c; without the first term when
/// g is null.
void ck_channel_combine(ck_type type, ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t n,
                        const void *g, const void *a, const void *x, const void *centre,
                        const void *b, const void *shift, void *out);
