#ifndef ASSIZE_ACTIVATIONS_H
#define ASSIZE_ACTIVATIONS_H
#include <stddef.h>

// Each `forward` replaces sums[rows][columns] by sums + bias and writes the activation of that to outputs; `outputs` may
// be `sums`. Each `values` writes the same outputs for sums that have their bias. Each `backward` turns gradients of the
// outputs into gradients of the sums, in place.

/// x Φ(x), with the normal distribution function by erf (Hendrycks, Gimpel 2016).
void assize_gelu_forward(float *sums, const float *bias, float *outputs, size_t rows, size_t columns);
void assize_gelu_values(const float *sums, float *outputs, size_t count);
void assize_gelu_backward(const float *sums, float *gradients, size_t count);

/// x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
void assize_gelu_tanh_forward(float *sums, const float *bias, float *outputs, size_t rows, size_t columns);
void assize_gelu_tanh_values(const float *sums, float *outputs, size_t count);
void assize_gelu_tanh_backward(const float *sums, float *gradients, size_t count);

/// max(0, x).
void assize_relu_forward(float *sums, const float *bias, float *outputs, size_t rows, size_t columns);
void assize_relu_values(const float *sums, float *outputs, size_t count);
void assize_relu_backward(const float *sums, float *gradients, size_t count);

/// tanh x. `backward` takes the outputs, not the sums.
void assize_tanh_forward(float *sums, const float *bias, float *outputs, size_t rows, size_t columns);
void assize_tanh_values(const float *sums, float *outputs, size_t count);
void assize_tanh_backward(const float *outputs, float *gradients, size_t count);

/// Adds bias[columns] to each row.
void assize_add_bias(float *sums, const float *bias, size_t rows, size_t columns);
#endif
