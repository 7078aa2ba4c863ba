#include "include/conjunctions.h"

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
