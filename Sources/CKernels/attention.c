#include "include/attention.h"

#include "clones.h"
#include "philox.h"
#include "row_softmax.h"
#include "small_product.h"

static size_t padded(size_t count) { return (count + 15) / 16 * 16; }

size_t assize_attention_scratch(const assize_attention_head *head) {
    return padded(head->keys) * (head->width + 3 * head->queries);
}

/// scores[queries][keys] = softmax(scale · q · kᵀ); what lies beyond the keys is 0.
ASSIZE_INLINE void probabilities_of(
    const assize_attention_head *head, const float *q, const float *k, size_t keys, float *transposed, float *scores) {
    assize_transpose(k, head->key_stride, head->keys, head->width, transposed, keys);
    assize_small_product(q, head->query_stride, 1, transposed, keys, scores, keys, head->queries, head->width, keys);
    // Beyond the keys -∞ is added, of which the exponential is 0: rows are whole vectors then.
    assize_v16 beyond;
    for (size_t i = 0; i < 16; i++) beyond[i] = keys - 16 + i < head->keys ? 0.0f : -INFINITY;
    for (size_t row = 0; row < head->queries; row++) {
        assize_v16 *last = (assize_v16 *)(scores + row * keys + keys - 16);
        *last = *last + beyond;
        assize_row_softmax(scores + row * keys, keys, head->scale);
    }
}

/// `values` has as many columns as a row of scores: whole vectors.
ASSIZE_INLINE void drop(const assize_attention_head *head, size_t row, float *values) {
    if (head->mask)
        assize_apply_mask(head->mask, head->first_row + (uint32_t)row * head->row_step, values, padded(head->keys));
}

/// Drops of the gradients what is 0 in `dropped`. Where the probability itself is 0 they do not matter.
ASSIZE_INLINE void drop_alike(const assize_attention_head *head, const float *dropped, float *gradients) {
    if (!head->mask) return;
    for (size_t i = 0; i < padded(head->keys); i += 16) {
        assize_words kept = (assize_words)(*(const assize_v16 *)(dropped + i) != 0.0f);
        assize_v16 *g = (assize_v16 *)(gradients + i);
        *g = (assize_v16)((assize_words)(*g * head->mask->scale) & kept);
    }
}

ASSIZE_CLONES
void assize_attention_forward(
    const assize_attention_head *head, const float *queries, const float *keys, const float *values, float *outputs,
    float *scratch) {
    size_t padded_keys = padded(head->keys);
    float *scores = scratch + padded_keys * head->width;
    probabilities_of(head, queries, keys, padded_keys, scratch, scores);
    for (size_t row = 0; row < head->queries; row++) drop(head, row, scores + row * padded_keys);
    assize_small_product(
        scores, padded_keys, 1, values, head->key_stride, outputs, head->output_stride, head->queries, head->keys,
        head->width);
}

ASSIZE_CLONES
void assize_attention_backward(
    const assize_attention_head *head, const float *queries, const float *keys, const float *values,
    const float *gradients, float *query_gradients, float *key_gradients, float *value_gradients, float *scratch) {
    size_t padded_keys = padded(head->keys), size = padded_keys * head->queries;
    float *transposed = scratch, *p = scratch + padded_keys * head->width, *dropped = p + size, *g = dropped + size;
    probabilities_of(head, queries, keys, padded_keys, transposed, p);
    memcpy(dropped, p, size * sizeof(float));
    for (size_t row = 0; row < head->queries; row++) drop(head, row, dropped + row * padded_keys);
    assize_small_product(
        dropped, 1, padded_keys, gradients, head->output_stride, value_gradients, head->key_stride, head->keys,
        head->queries, head->width);
    assize_transpose(values, head->key_stride, head->keys, head->width, transposed, padded_keys);
    assize_small_product(
        gradients, head->output_stride, 1, transposed, padded_keys, g, padded_keys, head->queries, head->width,
        padded_keys);
    for (size_t row = 0; row < head->queries; row++) {
        drop_alike(head, dropped + row * padded_keys, g + row * padded_keys);
        assize_row_softmax_backward(p + row * padded_keys, g + row * padded_keys, head->keys, head->scale);
    }
    assize_small_product(
        g, padded_keys, 1, keys, head->key_stride, query_gradients, head->query_stride, head->queries, head->keys,
        head->width);
    assize_small_product(
        g, 1, padded_keys, queries, head->query_stride, key_gradients, head->key_stride, head->keys, head->queries,
        head->width);
}

ASSIZE_CLONES
void assize_attention_probabilities(
    const assize_attention_head *head, const float *queries, const float *keys, float *probabilities, float *scratch) {
    size_t padded_keys = padded(head->keys);
    float *scores = scratch + padded_keys * head->width;
    probabilities_of(head, queries, keys, padded_keys, scratch, scores);
    for (size_t row = 0; row < head->queries; row++)
        memcpy(probabilities + row * head->keys, scores + row * padded_keys, head->keys * sizeof(float));
}
