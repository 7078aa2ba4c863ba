#ifndef ASSIZE_CSV_INDEX_H
#define ASSIZE_CSV_INDEX_H
#include <stddef.h>
#include <stdint.h>

// All functions here read up to 1 byte before `bytes` and 66 bytes after `bytes + count`: pad every buffer.
// All of them write a *boundary* for each separator and each newline that ends a field: its position plus one,
// which is where the next field begins. `boundaries` needs room for count + 64 entries.

/// What the index of a chunk found.
typedef struct {
    /// How many boundaries were written.
    size_t boundaries;
    /// How many of them are newlines.
    size_t newlines;
    /// 0: no fault. 1: a quote inside an unquoted field. 2: text after a closing quote. 3: a quote never closes.
    /// 4: the quotes need the careful index. 5: there is a quote where none was expected.
    int fault;
    /// Where the fault is; for an unclosed quote, where it opened.
    size_t position;
    /// Whether a byte is zero; the careful index does not look.
    int has_zero;
} assize_csv_index_result;

/// Indexes bytes without quotes, or bytes in which a quote is an ordinary byte; with `stops_at_quote` a quote ends it
/// with fault 5.
assize_csv_index_result assize_csv_index_plain(
    const uint8_t *bytes, size_t count, uint8_t separator, int stops_at_quote, uint32_t *boundaries);

/// Indexes bytes whose quotes touch the separators; reports fault 4 where one does not.
assize_csv_index_result assize_csv_index_quoted(
    const uint8_t *bytes, size_t count, uint8_t separator, uint32_t *boundaries);

/// Indexes bytes with quotes one byte at a time: blanks around quotes, comment lines, and the place of every fault.
assize_csv_index_result assize_csv_index_careful(
    const uint8_t *bytes, size_t count, uint8_t separator, const uint8_t *comment, size_t comment_count,
    uint32_t *boundaries);

/// Returns how many of the `count` bytes equal `byte`.
size_t assize_count_byte(const uint8_t *bytes, size_t count, uint8_t byte);

/// Returns the position after the last newline outside quotes, or 0, and updates `in_quotes` to the state at the end.
size_t assize_csv_record_end(const uint8_t *bytes, size_t count, int *in_quotes);

/// Returns the same, one byte at a time from the start of a record, skipping the quotes of comment lines.
size_t assize_csv_record_end_careful(
    const uint8_t *bytes, size_t count, const uint8_t *comment, size_t comment_count, int *in_quotes);

/// Returns 1 if each of the `rows` rows has `stride` fields and ends in a newline, else 0.
int assize_csv_is_regular(const uint8_t *bytes, const uint32_t *boundaries, size_t rows, size_t stride);

/// How far a JSON array has been read: `depth` of open brackets and whether inside a string, after a backslash.
typedef struct {
    uint32_t depth;
    uint8_t in_string;
    uint8_t escaped;
} assize_json_state;

/// Returns the position after the last object that closes at depth 1, or 0, and updates `state`.
size_t assize_json_object_end(const uint8_t *bytes, size_t count, assize_json_state *state);
#endif
