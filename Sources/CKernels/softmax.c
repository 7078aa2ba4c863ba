#include "include/softmax.h"

#include <math.h>

#include "clones.h"
#include "row_softmax.h"

ASSIZE_CLONES
void assize_softmax_rows(float *values, size_t rows, size_t columns, size_t stride, float scale) {
    for (size_t row = 0; row < rows; row++) assize_row_softmax(values + row * stride, columns, scale);
}

ASSIZE_CLONES
void assize_softmax_backward_rows(
    const float *restrict probabilities, float *restrict gradients, size_t rows, size_t columns, size_t stride,
    float scale) {
    for (size_t row = 0; row < rows; row++)
        assize_row_softmax_backward(probabilities + row * stride, gradients + row * stride, columns, scale);
}

ASSIZE_CLONES
double assize_log_sum_exp(float *values, size_t columns) {
    float largest = assize_row_maximum(values, columns);
    double total = 0;
    for (size_t start = 0; start < columns; start += 1024) {
        size_t count = columns - start < 1024 ? columns - start : 1024;
        total += (double)assize_row_exponentials(values + start, count, largest, 1.0f);
    }
    float inverse = (float)(1.0 / total);
    for (size_t i = 0; i < columns; i++) values[i] *= inverse;
    return (double)largest + log(total);
}
