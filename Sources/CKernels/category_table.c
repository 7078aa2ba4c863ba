#include "category_lookup.h"

static uint64_t key_hash(uint64_t seed, const uint8_t *p, size_t length) {
    uint64_t hash = short_hash(seed, length, first_word(p, length), last_word(p, length));
    if (length > 16) {
        for (size_t at = 8; at < length - 8; at += 8) hash = fold(hash ^ load_word(p + at), seed | 1);
    }
    return hash;
}

uint32_t assize_category_find_long(const assize_category_table *table, const uint8_t *p, size_t length) {
    uint64_t first = first_word(p, length), last = last_word(p, length);
    for (uint64_t at = key_hash(table->seed, p, length);; at++) {
        const assize_category_slot *slot = &table->slots[at & table->mask];
        if (is_key(slot, length, first, last) && memcmp(table->keys + slot->offset, p, length) == 0)
            return slot->code_plus_one - 1;
        if (slot->code_plus_one == 0) return ASSIZE_NO_CODE;
    }
}

uint32_t assize_category_find(const assize_category_table *table, const uint8_t *key, size_t length) {
    return find_code(table, key, length);
}

void assize_category_insert(assize_category_table *table, uint64_t offset, uint32_t length, uint32_t code) {
    const uint8_t *p = table->keys + offset;
    uint64_t at = key_hash(table->seed, p, length);
    while (table->slots[at & table->mask].code_plus_one != 0) at++;
    table->slots[at & table->mask] = (assize_category_slot){.first = first_word(p, length),
                                                            .last = last_word(p, length),
                                                            .offset = offset,
                                                            .length = length,
                                                            .code_plus_one = code + 1};
}
