#ifndef ASSIZE_DROPOUT_H
#define ASSIZE_DROPOUT_H
#include <stddef.h>
#include <stdint.h>

/// Which numbers a dropout mask consists of: a pure function of these and of an element's row and column.
typedef struct {
    uint64_t seed;
    uint32_t step, site;
    /// An element is dropped if its 32 random bits are below this; 0 drops none.
    uint32_t threshold;
    /// What kept elements are multiplied by, 1 / (1 - probability).
    float scale;
} assize_dropout_mask;

/// Multiplies one row of values by its mask: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011) keyed by the seed, at the
/// counter (block of the column, row, site, step). Where `row` and the mask are the same, so are the bits.
void assize_dropout_row(const assize_dropout_mask *mask, uint32_t row, float *values, size_t columns);
#endif
