#ifndef ASSIZE_CATEGORY_LOOKUP_H
#define ASSIZE_CATEGORY_LOOKUP_H
#include <string.h>

#include "category_table.h"

#define ASSIZE_INLINE static inline __attribute__((always_inline))

ASSIZE_INLINE uint64_t load_word(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

static const uint64_t low_bytes[9] = {0,           0xff,           0xffff,           0xffffff,          0xffffffff,
                                      0xffffffffff, 0xffffffffffff, 0xffffffffffffff, 0xffffffffffffffff};

// The lengths of neighbouring fields differ at random, so that a branch on one would be mispredicted: no branches.
ASSIZE_INLINE uint64_t first_word(const uint8_t *p, size_t length) {
    return load_word(p) & low_bytes[length < 8 ? length : 8];
}

// The same as the first word for a key of up to eight bytes.
ASSIZE_INLINE uint64_t last_word(const uint8_t *p, size_t length) {
    size_t count = length < 8 ? length : 8;
    return load_word(p + length - count) & low_bytes[count];
}

ASSIZE_INLINE uint64_t fold(uint64_t a, uint64_t b) {
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The seed differs from process to process, so that a file cannot be made whose keys all collide.
ASSIZE_INLINE uint64_t short_hash(uint64_t seed, size_t length, uint64_t first, uint64_t last) {
    return fold(first ^ seed, (last + length) ^ ~seed);
}

ASSIZE_INLINE int is_key(const assize_category_slot *slot, size_t length, uint64_t first, uint64_t last) {
    // A free slot looks like the empty key, but for its code.
    return (((slot->first ^ first) | (slot->last ^ last) | (slot->length ^ length)) == 0) & (slot->code_plus_one != 0);
}

// Out of line, so that the usual short key does not pay for it in registers.
uint32_t assize_category_find_long(const assize_category_table *table, const uint8_t *p, size_t length);

ASSIZE_INLINE uint32_t find_code(const assize_category_table *table, const uint8_t *p, size_t length) {
    if (__builtin_expect(length > 16, 0)) return assize_category_find_long(table, p, length);
    uint64_t first = first_word(p, length), last = last_word(p, length);
    for (uint64_t at = short_hash(table->seed, length, first, last);; at++) {
        const assize_category_slot *slot = &table->slots[at & table->mask];
        if (__builtin_expect(is_key(slot, length, first, last), 1)) return slot->code_plus_one - 1;
        if (slot->code_plus_one == 0) return ASSIZE_NO_CODE;
    }
}
#endif
