#include "joint_table.h"

#include "category_lookup.h"
#include "clones.h"
#include "vector_block.h"

static const uint8_t positions[ASSIZE_JOINT_BYTES] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

// The text with zeros after it. A macro, because a 64-byte vector as a result is an ABI error on older instruction sets.
#define TEXT(text, length)                                                          \
    ({                                                                              \
        block inside = (block)(LOAD(positions) < (uint8_t)(length));                \
        LOAD(text) & inside;                                                        \
    })

// Up to 40 bytes are all hashed; longer texts that differ only beyond the first 32 and the last 8 share a slot.
ASSIZE_INLINE uint64_t joint_hash(uint64_t seed, const uint8_t *p, size_t length) {
#define WORD(at) (load_word(p + at) & low_bytes[length < at ? 0 : length - at < 8 ? length - at : 8])
    return fold(WORD(0) ^ seed ^ 0x9e3779b97f4a7c15, WORD(8) ^ seed ^ 0xd1b54a32d192ed03) ^
           fold((WORD(16) + length) ^ seed ^ 0xabc98388fb8fac03, WORD(24) ^ seed ^ 0x8cb92ba72f3d8dd7) ^
           fold(last_word(p, length) ^ seed ^ 0x589965cc75374cc3, seed ^ 0x1d8e4e27c47d124f);
#undef WORD
}

ASSIZE_CLONES
void assize_joint_insert(assize_joint_table *table, const uint8_t *text, size_t length, uint32_t id) {
    block key = TEXT(text, length);
    uint64_t at = joint_hash(table->seed, text, length) & table->mask;
    while (table->ids[at] != 0) at = (at + 1) & table->mask;
    memcpy(table->keys + at * ASSIZE_JOINT_BYTES, &key, sizeof key);
    table->ids[at] = id + 1;
}

ASSIZE_CLONES
size_t assize_csv_joint(
    const assize_csv_rows *in, size_t row, size_t fields, const assize_joint_table *table, uint32_t *ids) {
    const size_t rows = in->rows, stride = in->stride;
    const uint8_t *bytes = in->bytes;
    const uint32_t *boundary = in->boundaries + row * stride + in->column;
    for (; row < rows; row++, boundary += stride) {
        const uint8_t *text = bytes + boundary[0];
        const size_t length = boundary[fields] - 1 - boundary[0];
        if (__builtin_expect(length > ASSIZE_JOINT_BYTES, 0)) return row;
        const block key = TEXT(text, length);
        uint64_t at = joint_hash(table->seed, text, length) & table->mask;
        // Free slots hold zeros, so that an empty text may look like one.
        for (int tries = 0; MASK_OF(LOAD(table->keys + at * ASSIZE_JOINT_BYTES) == key) != ~0ull; tries++) {
            if (table->ids[at] == 0 || tries == 32) return row;
            at = (at + 1) & table->mask;
        }
        if (__builtin_expect(table->ids[at] == 0, 0)) return row;
        ids[row] = table->ids[at] - 1;
    }
    return row;
}
