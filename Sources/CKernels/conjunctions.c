#include "include/conjunctions.h"

#include <string.h>

#include "clones.h"

ASSIZE_CLONES
void assize_conjunction_prefix(const uint8_t *first, const uint8_t *second, const uint8_t *outcome, size_t rows,
                               uint16_t levels_second, uint16_t *prefix) {
    if (first == NULL) {
        for (size_t row = 0; row < rows; row++) prefix[row] = outcome[row];
    } else if (second == NULL) {
        for (size_t row = 0; row < rows; row++) prefix[row] = (uint16_t)(2 * first[row] + outcome[row]);
    } else {
        for (size_t row = 0; row < rows; row++)
            prefix[row] = (uint16_t)(2 * ((uint16_t)(first[row] * levels_second) + second[row]) + outcome[row]);
    }
}

void assize_conjunction_count(const uint16_t *prefix, const uint8_t *last, size_t rows, uint32_t levels,
                              uint32_t *counts, size_t lane) {
    uint32_t *a = counts, *b = a + lane, *c = b + lane, *d = c + lane;
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) {
        a[prefix[row] * levels + last[row]]++;
        b[prefix[row + 1] * levels + last[row + 1]]++;
        c[prefix[row + 2] * levels + last[row + 2]]++;
        d[prefix[row + 3] * levels + last[row + 3]]++;
    }
    for (; row < rows; row++) a[prefix[row] * levels + last[row]]++;
}

ASSIZE_CLONES
size_t assize_conjunction_find(const uint8_t *a, uint8_t x, const uint8_t *b, uint8_t y, const uint8_t *c, uint8_t z,
                               size_t rows, uint32_t first, uint32_t *found) {
    size_t count = 0, row = 0;
    for (; row + 64 <= rows; row += 64) {
        uint8_t match[64];
        for (size_t i = 0; i < 64; i++)
            match[i] = (uint8_t)((a[row + i] == x) & (b[row + i] == y) & (c[row + i] == z));
        for (size_t word = 0; word < 64; word += 8) {
            uint64_t bits;
            memcpy(&bits, match + word, 8);
            // One byte a row, the first row lowest.
            for (; bits != 0; bits &= bits - 1)
                found[count++] = first + (uint32_t)(row + word + (size_t)(__builtin_ctzll(bits) >> 3));
        }
    }
    for (; row < rows; row++)
        if (a[row] == x && b[row] == y && c[row] == z) found[count++] = first + (uint32_t)row;
    return count;
}
