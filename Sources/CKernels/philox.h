#ifndef ASSIZE_PHILOX_H
#define ASSIZE_PHILOX_H
#include "include/dropout.h"
#include "vector_math.h"

/// Sixteen counters at once give the bits of 64 columns; column c of them is word c / 16 of counter c mod 16.
ASSIZE_INLINE void assize_philox(const assize_dropout_mask *mask, uint32_t row, uint32_t block, uint32_t words[64]) {
    uint32_t *a = words, *b = words + 16, *c = words + 32, *d = words + 48;
    for (uint32_t i = 0; i < 16; i++) {
        a[i] = block * 16 + i;
        b[i] = row;
        c[i] = mask->site;
        d[i] = mask->step;
    }
    uint32_t first = (uint32_t)mask->seed, second = (uint32_t)(mask->seed >> 32);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 16; i++) {
            uint64_t x = (uint64_t)a[i] * 0xD2511F53u, y = (uint64_t)c[i] * 0xCD9E8D57u;
            uint32_t next_a = (uint32_t)(y >> 32) ^ b[i] ^ first, next_c = (uint32_t)(x >> 32) ^ d[i] ^ second;
            b[i] = (uint32_t)y;
            d[i] = (uint32_t)x;
            a[i] = next_a;
            c[i] = next_c;
        }
        first += 0x9E3779B9u;
        second += 0xBB67AE85u;
    }
}

ASSIZE_INLINE void assize_apply_mask(const assize_dropout_mask *mask, uint32_t row, float *values, size_t columns) {
    if (mask->threshold == 0) return;
    uint32_t words[64];
    for (size_t start = 0; start < columns; start += 64) {
        float *x = values + start;
        assize_philox(mask, row, (uint32_t)(start / 64), words);
        if (columns - start >= 64) {
            for (size_t i = 0; i < 64; i++) x[i] = words[i] < mask->threshold ? 0.0f : x[i] * mask->scale;
        } else {
            for (size_t i = 0; i < columns - start; i++)
                x[i] = words[i] < mask->threshold ? 0.0f : x[i] * mask->scale;
        }
    }
}
#endif
