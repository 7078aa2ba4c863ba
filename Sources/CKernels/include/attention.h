#ifndef ASSIZE_ATTENTION_H
#define ASSIZE_ATTENTION_H
#include "dropout.h"

/// One head of one sequence: queries[queries][width], keys[keys][width] and values[keys][width], rows `stride` apart.
typedef struct {
    size_t queries, keys, width;
    /// Floats from one row to the next of the queries, of keys and values, and of the outputs.
    size_t query_stride, key_stride, output_stride;
    float scale;
    /// Null without dropout. Query q uses the mask's row `first_row + q * row_step`.
    const assize_dropout_mask *mask;
    uint32_t first_row, row_step;
} assize_attention_head;

/// Returns how many floats of scratch either function needs.
size_t assize_attention_scratch(const assize_attention_head *head);

/// outputs = dropout(softmax(scale · queries · keysᵀ)) · values.
void assize_attention_forward(
    const assize_attention_head *head, const float *queries, const float *keys, const float *values, float *outputs,
    float *scratch);

/// Computes the probabilities again and writes the gradients of queries, keys and values; those of queries lie
/// `query_stride` and the others `key_stride` apart. `gradients` of the outputs lie `output_stride` apart.
void assize_attention_backward(
    const assize_attention_head *head, const float *queries, const float *keys, const float *values,
    const float *gradients, float *query_gradients, float *key_gradients, float *value_gradients, float *scratch);

/// Writes the probabilities of a head, [queries][keys], without dropout.
void assize_attention_probabilities(
    const assize_attention_head *head, const float *queries, const float *keys, float *probabilities, float *scratch);
#endif
