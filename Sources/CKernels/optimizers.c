#include "include/optimizers.h"

#include "clones.h"
#include "vector_math.h"

ASSIZE_CLONES
void assize_adamw(
    const assize_adamw_step *step, float *restrict parameters, float *restrict gradients, float *restrict first,
    float *restrict second, size_t count) {
    assize_adamw_step s = *step;
    for (size_t i = 0; i < count; i++) {
        float g = gradients[i] * s.gradient_scale;
        float m = first[i] + s.first_rate * (g - first[i]);
        float v = second[i] * s.second_decay + (1.0f - s.second_decay) * g * g;
        first[i] = m;
        second[i] = v;
        float deviation = __builtin_elementwise_sqrt(v) * s.second_scale + s.epsilon;
        parameters[i] = parameters[i] * s.keep - s.step_size * m / deviation;
        gradients[i] = 0.0f;
    }
}

ASSIZE_CLONES
void assize_sgd(
    float *restrict parameters, float *restrict gradients, float *restrict velocities, float gradient_scale,
    float momentum, float decay, float rate, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float v = momentum * velocities[i] + gradients[i] * gradient_scale + decay * parameters[i];
        velocities[i] = v;
        parameters[i] -= rate * v;
        gradients[i] = 0.0f;
    }
}

ASSIZE_INLINE float strip_of_squares(const float *x, size_t n) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (size_t i = 0; i < n; i++) total += x[i] * x[i];
    return total;
}

ASSIZE_CLONES
double assize_sum_of_squares(const float *values, size_t count) {
    double total = 0;
    for (size_t start = 0; start < count; start += 1024)
        total += (double)strip_of_squares(values + start, count - start < 1024 ? count - start : 1024);
    return total;
}

ASSIZE_CLONES
void assize_column_sums(
    const float *restrict values, size_t rows, size_t columns, size_t stride, double *restrict sums) {
    for (size_t start = 0; start < columns; start += 64) {
        size_t count = columns - start < 64 ? columns - start : 64;
        for (size_t first = 0; first < rows; first += 64) {
            size_t last = first + 64 < rows ? first + 64 : rows;
            float strip[64] = {0};
            for (size_t row = first; row < last; row++)
                for (size_t i = 0; i < count; i++) strip[i] += values[row * stride + start + i];
            for (size_t i = 0; i < count; i++) sums[start + i] += (double)strip[i];
        }
    }
}

ASSIZE_CLONES
void assize_add_scaled(float *restrict a, const float *restrict b, float scale, size_t count) {
    for (size_t i = 0; i < count; i++) a[i] += scale * b[i];
}
