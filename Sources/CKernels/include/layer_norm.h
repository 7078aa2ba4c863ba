#ifndef ASSIZE_LAYER_NORM_H
#define ASSIZE_LAYER_NORM_H
#include "dropout.h"

/// For each row: values = dropout(values + bias) + residual, shifted to mean 0 and scaled to variance 1.
///
/// values[rows][columns] is replaced by the standardised row, which `backward` needs, and inverse_deviations[rows] holds
/// 1 / √(variance + epsilon); outputs[rows][columns] = standardised · gain + shift. `bias`, `residual` and `mask` may be
/// null, `outputs` may be `values` or `residual`. `first_row` is the number of the first row in the mask.
void assize_layer_norm_forward(
    float *values, const float *bias, const float *residual, const assize_dropout_mask *mask, size_t first_row,
    const float *gain, const float *shift, float epsilon, float *outputs, float *inverse_deviations, size_t rows,
    size_t columns);

/// outputs[rows][columns] = standardised · gain + shift: the same bits as `assize_layer_norm_forward` wrote.
void assize_layer_norm_outputs(
    const float *standardised, const float *gain, const float *shift, float *outputs, size_t rows, size_t columns);

/// Turns gradients of the outputs into gradients of the sum that was standardised, in place, and adds to gain_gradients
/// and shift_gradients, [columns] each; the last two may both be null.
void assize_layer_norm_backward(
    const float *standardised, const float *inverse_deviations, const float *gain, float *gradients,
    double *gain_gradients, double *shift_gradients, size_t rows, size_t columns);
#endif
