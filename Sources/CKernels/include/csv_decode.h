#ifndef ASSIZE_CSV_DECODE_H
#define ASSIZE_CSV_DECODE_H
#include <stddef.h>
#include <stdint.h>

#include "category_table.h"

/// Consecutive rows of an indexed chunk that have the same number of fields, and the column of them to decode.
typedef struct {
    const uint8_t *bytes;
    /// Field f begins at `boundaries[f]` and ends before `boundaries[f + 1] - 1`.
    const uint32_t *boundaries;
    size_t rows, stride, column;
    uint8_t separator;
    /// Whether a field that begins with a quote is quoted.
    uint8_t quotes;
} assize_csv_rows;

/// One field without its blanks and quotes.
typedef struct {
    size_t begin, end;
    /// Whether it was quoted, and whether it still holds doubled quotes.
    uint8_t quoted, doubled;
} assize_csv_field;

/// Returns field `column` of `row`.
assize_csv_field assize_csv_field_at(const assize_csv_rows *in, size_t row);

/// Writes the code of each field from `row` on and returns the first row whose value the table does not know, or `rows`.
size_t assize_csv_categories(
    const assize_csv_rows *in, size_t row, const assize_category_table *table, uint32_t *codes);

/// Writes each field as a number from `row` on, NaN for a key of `missing`; returns the first row that is neither.
/// With `markers_first` a key that reads as a number, such as -9, means missing too.
size_t assize_csv_numbers(
    const assize_csv_rows *in, size_t row, const assize_category_table *missing, int markers_first, double *numbers);
#endif
