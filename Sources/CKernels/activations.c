#include "include/activations.h"

#include "clones.h"
#include "vector_math.h"

// Under a sanitizer loops are not made vector code, and that is no fault.
#pragma clang diagnostic ignored "-Wpass-failed"

#define FORWARD(name, expression)                                                                              \
    ASSIZE_CLONES                                                                                              \
    void assize_##name##_forward(                                                                              \
        float *sums, const float *restrict bias, float *outputs, size_t rows, size_t columns) {                \
        for (size_t row = 0; row < rows; row++) {                                                              \
            float *in = sums + row * columns, *out = outputs + row * columns;                                  \
            _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < columns; i++) {              \
                float x = in[i] + bias[i];                                                                     \
                in[i] = x;                                                                                     \
                out[i] = (expression);                                                                         \
            }                                                                                                  \
        }                                                                                                      \
    }                                                                                                          \
                                                                                                               \
    ASSIZE_CLONES                                                                                              \
    void assize_##name##_values(const float *restrict sums, float *restrict outputs, size_t count) {           \
        for (size_t i = 0; i < count; i++) {                                                                   \
            float x = sums[i];                                                                                 \
            outputs[i] = (expression);                                                                         \
        }                                                                                                      \
    }

#define BACKWARD(name, expression)                                                                             \
    ASSIZE_CLONES                                                                                              \
    void assize_##name##_backward(const float *restrict values, float *restrict gradients, size_t count) {     \
        for (size_t i = 0; i < count; i++) {                                                                   \
            float x = values[i];                                                                               \
            gradients[i] *= (expression);                                                                      \
        }                                                                                                      \
    }

ASSIZE_INLINE float normal_distribution(float x) { return 0.5f + 0.5f * assize_erf(x * 0.70710678f); }
ASSIZE_INLINE float normal_density(float x) { return 0.39894228f * assize_exp(-0.5f * x * x); }
ASSIZE_INLINE float inner(float x) { return 0.79788456f * (x + 0.044715f * x * x * x); }

ASSIZE_INLINE float gelu_tanh_slope(float x) {
    float t = assize_tanh(inner(x));
    return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * 0.79788456f * (1.0f + 3.0f * 0.044715f * x * x);
}

FORWARD(gelu, x *normal_distribution(x))
BACKWARD(gelu, normal_distribution(x) + x * normal_density(x))
FORWARD(gelu_tanh, 0.5f * x * (1.0f + assize_tanh(inner(x))))
BACKWARD(gelu_tanh, gelu_tanh_slope(x))
FORWARD(relu, x < 0.0f ? 0.0f : x)
BACKWARD(relu, x > 0.0f ? 1.0f : 0.0f)
FORWARD(tanh, assize_tanh(x))
BACKWARD(tanh, 1.0f - x * x)

ASSIZE_CLONES
void assize_add_bias(float *restrict sums, const float *restrict bias, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < columns; i++) sums[row * columns + i] += bias[i];
}
