#ifndef ASSIZE_OPTIMIZERS_H
#define ASSIZE_OPTIMIZERS_H
#include <stddef.h>

/// What one step of AdamW multiplies by.
typedef struct {
    /// Applied to every gradient first, for clipping and averaging.
    float gradient_scale;
    /// 1 - β₁ and β₂.
    float first_rate, second_decay;
    /// 1 - learning rate · weight decay.
    float keep;
    /// Learning rate / (1 - β₁ᵗ), and 1 / √(1 - β₂ᵗ).
    float step_size, second_scale;
    float epsilon;
} assize_adamw_step;

/// One step with decoupled weight decay (Loshchilov, Hutter 2019); sets the gradients to 0 afterwards.
void assize_adamw(
    const assize_adamw_step *step, float *parameters, float *gradients, float *first, float *second, size_t count);

/// v = momentum · v + g + decay · p, then p = p - rate · v; sets the gradients to 0 afterwards.
void assize_sgd(
    float *parameters, float *gradients, float *velocities, float gradient_scale, float momentum, float decay,
    float rate, size_t count);

/// Returns Σ x², summed in Double over strips of 1,024 Floats.
double assize_sum_of_squares(const float *values, size_t count);

/// Adds the sum over the rows of each column of values[rows][stride] to sums[columns].
void assize_column_sums(const float *values, size_t rows, size_t columns, size_t stride, double *sums);

/// a += scale · b.
void assize_add_scaled(float *a, const float *b, float scale, size_t count);
#endif
