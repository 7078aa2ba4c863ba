#include "include/layer_norm.h"

#include "clones.h"
#include "philox.h"

// Under a sanitizer loops are not made vector code, and that is no fault.
#pragma clang diagnostic ignored "-Wpass-failed"

ASSIZE_INLINE float sum_of(const float *x, size_t n) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (size_t i = 0; i < n; i++) total += x[i];
    return total;
}

ASSIZE_INLINE float square_sum_about(const float *x, float centre, size_t n) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (size_t i = 0; i < n; i++) total += (x[i] - centre) * (x[i] - centre);
    return total;
}

ASSIZE_CLONES
void assize_layer_norm_forward(
    float *values, const float *restrict bias, const float *residual, const assize_dropout_mask *mask,
    size_t first_row, const float *restrict gain, const float *restrict shift, float epsilon, float *outputs,
    float *restrict inverse_deviations, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        float *x = values + row * columns, *out = outputs + row * columns;
        if (bias)
            for (size_t i = 0; i < columns; i++) x[i] += bias[i];
        if (mask) assize_apply_mask(mask, (uint32_t)(first_row + row), x, columns);
        if (residual) {
            const float *r = residual + row * columns;
            for (size_t i = 0; i < columns; i++) x[i] += r[i];
        }
        float mean = sum_of(x, columns) / (float)columns;
        float variance = square_sum_about(x, mean, columns) / (float)columns;
        float inverse = 1.0f / __builtin_elementwise_sqrt(variance + epsilon);
        inverse_deviations[row] = inverse;
        // Each element is read before it is written, so that outputs may lie on values or residual.
#pragma clang loop vectorize(assume_safety)
        for (size_t i = 0; i < columns; i++) {
            float standardised = (x[i] - mean) * inverse;
            x[i] = standardised;
            out[i] = standardised * gain[i] + shift[i];
        }
    }
}

ASSIZE_CLONES
void assize_layer_norm_outputs(
    const float *restrict standardised, const float *restrict gain, const float *restrict shift,
    float *restrict outputs, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < columns; i++)
            outputs[row * columns + i] = standardised[row * columns + i] * gain[i] + shift[i];
}

ASSIZE_INLINE void backward_row(
    const float *restrict s, float inverse, const float *restrict gain, float *restrict g, size_t columns) {
#pragma clang fp reassociate(on) contract(fast)
    float sum = 0, product = 0;
    for (size_t i = 0; i < columns; i++) {
        float scaled = g[i] * gain[i];
        sum += scaled;
        product += scaled * s[i];
    }
    float mean = sum / (float)columns, slope = product / (float)columns;
    for (size_t i = 0; i < columns; i++) g[i] = inverse * (g[i] * gain[i] - mean - s[i] * slope);
}

ASSIZE_CLONES
void assize_layer_norm_backward(
    const float *restrict standardised, const float *restrict inverse_deviations, const float *restrict gain,
    float *restrict gradients, double *restrict gain_gradients, double *restrict shift_gradients, size_t rows,
    size_t columns) {
    if (gain_gradients && shift_gradients) {
        // Strips of 64 columns: their sums stay in registers while the rows go by.
        for (size_t start = 0; start < columns; start += 64) {
            size_t count = columns - start < 64 ? columns - start : 64;
            for (size_t first = 0; first < rows; first += 64) {
                size_t last = first + 64 < rows ? first + 64 : rows;
                float gains[64] = {0}, shifts[64] = {0};
                for (size_t row = first; row < last; row++) {
                    const float *g = gradients + row * columns + start, *s = standardised + row * columns + start;
                    for (size_t i = 0; i < count; i++) {
                        gains[i] += g[i] * s[i];
                        shifts[i] += g[i];
                    }
                }
                for (size_t i = 0; i < count; i++) {
                    gain_gradients[start + i] += (double)gains[i];
                    shift_gradients[start + i] += (double)shifts[i];
                }
            }
        }
    }
    for (size_t row = 0; row < rows; row++)
        backward_row(standardised + row * columns, inverse_deviations[row], gain, gradients + row * columns, columns);
}
