#include "csv_index.h"

#include "clones.h"
#include "vector_block.h"

static inline __attribute__((always_inline)) uint64_t prefix_xor(uint64_t x) {
    x ^= x << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    return x ^ (x << 32);
}

// Eight at a time without asking whether there are eight: a block of a table rarely has none.
static inline __attribute__((always_inline)) size_t write_boundaries(
    uint64_t mask, uint32_t base, uint32_t *out) {
    size_t total = (size_t)__builtin_popcountll(mask);
    for (size_t done = 0; done < total; done += 8) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < 8; i++) {
            // An empty mask has no lowest bit; the value written is never read.
            out[done + i] = base + (uint32_t)__builtin_ctzll(mask | (1ull << 63)) + 1;
            mask &= mask - 1;
        }
    }
    return total;
}

static inline __attribute__((always_inline)) uint64_t tail_mask(size_t left) {
    return left >= 64 ? ~0ull : (1ull << left) - 1;
}

ASSIZE_CLONES
assize_csv_index_result assize_csv_index_plain(
    const uint8_t *bytes, size_t count, uint8_t separator, int stops_at_quote, uint32_t *boundaries) {
    assize_csv_index_result result = {0, 0, 0, 0, 0};
    const uint8_t unwelcome = stops_at_quote ? '"' : 0;
    for (size_t at = 0; at < count; at += 64) {
        block x = LOAD(bytes + at);
        uint64_t inside = tail_mask(count - at);
        uint64_t rare = MASK_OF((x == 0) | (x == unwelcome)) & inside;
        if (__builtin_expect(rare != 0, 0)) {
            result.has_zero |= (MASK_OF(x == 0) & inside) != 0;
            if (MASK_OF(x == '"') & rare) {
                result.fault = 5;
                return result;
            }
        }
        uint64_t newlines = MASK_OF(x == '\n') & inside;
        uint64_t ends = (MASK_OF(x == separator) & inside) | newlines;
        result.boundaries += write_boundaries(ends, (uint32_t)at, boundaries + result.boundaries);
        result.newlines += (size_t)__builtin_popcountll(newlines);
    }
    return result;
}

ASSIZE_CLONES
assize_csv_index_result assize_csv_index_quoted(
    const uint8_t *bytes, size_t count, uint8_t separator, uint32_t *boundaries) {
    assize_csv_index_result result = {0, 0, 0, 0, 0};
    uint64_t carried = 0;  // all ones while inside quotes
    uint64_t zeros = 0;
    for (size_t at = 0; at < count; at += 64) {
        block x = LOAD(bytes + at);
        uint64_t valid = tail_mask(count - at);
        zeros |= MASK_OF(x == 0) & valid;
        uint64_t quotes = MASK_OF(x == '"') & valid;
        uint64_t newlines = MASK_OF(x == '\n') & valid;
        uint64_t ends = (MASK_OF(x == separator) & valid) | newlines;
        if (quotes | carried) {
            uint64_t inside = prefix_xor(quotes) ^ carried;  // from an opening quote up to before its closing one
            uint64_t opening = quotes & inside, closing = quotes & ~inside;
            block before = LOAD(bytes + at - 1), after = LOAD(bytes + at + 1), second = LOAD(bytes + at + 2);
            uint64_t may_open = MASK_OF(before == separator) | MASK_OF(before == '\n') | MASK_OF(before == '"');
            uint64_t may_close = MASK_OF(after == separator) | MASK_OF(after == '\n') | MASK_OF(after == '"') |
                                 (MASK_OF(after == '\r') & MASK_OF(second == '\n'));
            if (at == 0) may_open |= 1;
            if ((opening & ~may_open) | (closing & ~may_close)) {
                result.fault = 4;
                return result;
            }
            ends &= ~inside;
            newlines &= ~inside;
            carried = (uint64_t)((int64_t)inside >> 63);
        }
        result.boundaries += write_boundaries(ends, (uint32_t)at, boundaries + result.boundaries);
        result.newlines += (size_t)__builtin_popcountll(newlines);
    }
    if (carried) result.fault = 4;
    result.has_zero = zeros != 0;
    return result;
}

ASSIZE_CLONES
size_t assize_count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t total = 0;
    for (size_t at = 0; at < count; at += 64) {
        uint64_t mask = MASK_OF(LOAD(bytes + at) == byte) & tail_mask(count - at);
        total += (size_t)__builtin_popcountll(mask);
    }
    return total;
}

ASSIZE_CLONES
size_t assize_csv_record_end(const uint8_t *bytes, size_t count, int *in_quotes) {
    uint64_t carried = *in_quotes ? ~0ull : 0;
    size_t end = 0;
    for (size_t at = 0; at < count; at += 64) {
        block x = LOAD(bytes + at);
        uint64_t valid = tail_mask(count - at);
        uint64_t inside = prefix_xor(MASK_OF(x == '"') & valid) ^ carried;
        uint64_t newlines = MASK_OF(x == '\n') & valid & ~inside;
        if (newlines) end = at + 64 - (size_t)__builtin_clzll(newlines);
        carried = (uint64_t)((int64_t)inside >> 63);
    }
    *in_quotes = carried != 0;
    return end;
}

int assize_csv_is_regular(const uint8_t *bytes, const uint32_t *boundaries, size_t rows, size_t stride) {
    int regular = 1;
    for (size_t row = 1; row <= rows; row++) regular &= bytes[boundaries[row * stride] - 1] == '\n';
    return regular;
}
