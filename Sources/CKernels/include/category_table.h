#ifndef ASSIZE_CATEGORY_TABLE_H
#define ASSIZE_CATEGORY_TABLE_H
#include <stddef.h>
#include <stdint.h>

/// One key: its first and its last eight bytes, zeros beyond its length, and where the whole of it lies.
typedef struct {
    uint64_t first, last;
    uint64_t offset;
    uint32_t length;
    /// The key's code plus one; 0 marks a free slot.
    uint32_t code_plus_one;
} assize_category_slot;

/// An open-addressing table from bytes to codes; `mask` is the number of slots less one, a power of two less one.
typedef struct {
    assize_category_slot *slots;
    uint64_t mask;
    uint64_t seed;
    const uint8_t *keys;
} assize_category_table;

/// Returned when a key is not in the table.
#define ASSIZE_NO_CODE UINT32_MAX

/// Returns the code of the key, or ASSIZE_NO_CODE. Reads eight bytes from `key` even if `length` is smaller.
uint32_t assize_category_find(const assize_category_table *table, const uint8_t *key, size_t length);

/// Puts a key that is not there yet, and lies at `keys + offset` with eight readable bytes, into a free slot.
void assize_category_insert(assize_category_table *table, uint64_t offset, uint32_t length, uint32_t code);
#endif
