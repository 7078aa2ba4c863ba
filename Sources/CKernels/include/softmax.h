#ifndef ASSIZE_SOFTMAX_H
#define ASSIZE_SOFTMAX_H
#include <stddef.h>

/// Replaces each row x by e^(scale x) / Σ e^(scale x); rows lie `stride` floats apart.
void assize_softmax_rows(float *values, size_t rows, size_t columns, size_t stride, float scale);

/// Turns gradients of softmax's outputs into gradients of its inputs, in place:
/// scale · p · (g - Σ p g), row by row.
void assize_softmax_backward_rows(
    const float *probabilities, float *gradients, size_t rows, size_t columns, size_t stride, float scale);

/// Returns ln Σ e^x of one row of logits, and writes the softmax over them.
double assize_log_sum_exp(float *values, size_t columns);
#endif
