#ifndef ASSIZE_CONJUNCTIONS_H
#define ASSIZE_CONJUNCTIONS_H
#include <stddef.h>
#include <stdint.h>

/// Writes 2 × (first × levels_second + second) + outcome for each row; a null column counts as all zeros.
void assize_conjunction_prefix(const uint8_t *first, const uint8_t *second, const uint8_t *outcome, size_t rows,
                               uint16_t levels_second, uint16_t *prefix);

/// Adds one to `counts[prefix × levels + last]` for each row. Row r counts in the table at `(r mod 4) × lane`: rows of
/// the same cell then do not wait for one another. A `lane` of 0 puts all into one table.
void assize_conjunction_count(const uint16_t *prefix, const uint8_t *last, size_t rows, uint32_t levels,
                              uint32_t *counts, size_t lane);

/// Writes first + row to `found` for each row with a[row] = x, b[row] = y and c[row] = z; returns how many there are.
size_t assize_conjunction_find(const uint8_t *a, uint8_t x, const uint8_t *b, uint8_t y, const uint8_t *c, uint8_t z,
                               size_t rows, uint32_t first, uint32_t *found);
#endif
