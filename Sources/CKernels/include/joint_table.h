#ifndef ASSIZE_JOINT_TABLE_H
#define ASSIZE_JOINT_TABLE_H
#include <stddef.h>
#include <stdint.h>

#include "csv_decode.h"

/// The longest text of neighbouring fields that a joint table holds.
#define ASSIZE_JOINT_BYTES 64

/// An open-addressing table from the raw text of neighbouring fields to ids; `mask` is the number of slots less one, a
/// power of two less one.
typedef struct {
    /// ASSIZE_JOINT_BYTES a slot, zeros after the text.
    uint8_t *keys;
    /// The id plus one of each slot; 0 marks a free one.
    uint32_t *ids;
    uint64_t mask;
    uint64_t seed;
} assize_joint_table;

/// Puts a text of at most ASSIZE_JOINT_BYTES bytes without zeros, which is not there yet, into a free slot. Reads
/// ASSIZE_JOINT_BYTES bytes.
void assize_joint_insert(assize_joint_table *table, const uint8_t *text, size_t length, uint32_t id);

/// Writes the id of fields `column` … `column + fields - 1` of each row from `row` on, separators and all; returns the
/// first row whose text the table does not hold, or `rows`.
size_t assize_csv_joint(
    const assize_csv_rows *in, size_t row, size_t fields, const assize_joint_table *table, uint32_t *ids);
#endif
