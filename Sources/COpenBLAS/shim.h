#pragma once
#include <cblas.h>

// LAPACK, which OpenBLAS brings along, by its Fortran names: all arguments are passed by
// reference, matrices lie column by column, and the lengths of texts follow at the end.

/// A = P L U
void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *pivots, int *info);
/// A⁻¹ from its factors.
void dgetri_(const int *n, double *a, const int *lda, const int *pivots, double *work,
             const int *lwork, int *info);
/// The X of A X = B from the factors of A, in B's place.
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda,
             const int *pivots, double *b, const int *ldb, int *info, size_t trans_length);
/// A = L Lᵀ
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info,
             size_t uplo_length);
/// A = Q R, Q as reflections.
void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work,
             const int *lwork, int *info);
/// Q from its reflections.
void dorgqr_(const int *m, const int *n, const int *k, double *a, const int *lda,
             const double *tau, double *work, const int *lwork, int *info);
/// A = U S Vᵀ
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s,
             double *u, const int *ldu, double *vt, const int *ldvt, double *work,
             const int *lwork, int *iwork, int *info, size_t jobz_length);
/// A = V W Vᵀ for symmetric A.
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
             double *w, double *work, const int *lwork, int *iwork, const int *liwork, int *info,
             size_t jobz_length, size_t uplo_length);
