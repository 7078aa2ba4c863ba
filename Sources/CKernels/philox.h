#ifndef ASSIZE_PHILOX_H
#define ASSIZE_PHILOX_H
#include "include/dropout.h"
#include "small_product.h"

typedef uint32_t assize_words __attribute__((vector_size(64)));
typedef uint64_t assize_pairs __attribute__((vector_size(64)));

/// The upper and lower halves of sixteen products; processors multiply every other word at a time.
#define ASSIZE_HALVES(x, factor, high, low)                                                                     \
    {                                                                                                           \
        const assize_pairs lower = (assize_pairs){0} + 0xFFFFFFFFu;                                             \
        assize_words even = (assize_words)(((assize_pairs)(x) & lower) * (uint64_t)(factor));                   \
        assize_words odd = (assize_words)(((assize_pairs)(x) >> 32) * (uint64_t)(factor));                      \
        high = __builtin_shufflevector(even, odd, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);   \
        low = __builtin_shufflevector(even, odd, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);    \
    }

/// Sixteen counters at once give the bits of 64 columns; column c of them is word c / 16 of counter c mod 16.
ASSIZE_INLINE void assize_philox(
    const assize_dropout_mask *mask, uint32_t row, uint32_t block, assize_words words[4]) {
    assize_words a = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    a += block * 16;
    assize_words b = (assize_words){0} + row, c = (assize_words){0} + mask->site, d = (assize_words){0} + mask->step;
    uint32_t first = (uint32_t)mask->seed, second = (uint32_t)(mask->seed >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
        assize_words high_a, low_a, high_c, low_c;
        ASSIZE_HALVES(a, 0xD2511F53u, high_a, low_a)
        ASSIZE_HALVES(c, 0xCD9E8D57u, high_c, low_c)
        a = high_c ^ b ^ first;
        c = high_a ^ d ^ second;
        b = low_c;
        d = low_a;
        first += 0x9E3779B9u;
        second += 0xBB67AE85u;
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    words[3] = d;
}

/// Sixteen values as the mask leaves them.
#define ASSIZE_MASKED(mask, words, x) \
    ((assize_v16)((assize_words)((x) * (mask)->scale) & (assize_words)((words) >= (mask)->threshold)))

ASSIZE_INLINE void assize_apply_mask(const assize_dropout_mask *mask, uint32_t row, float *values, size_t columns) {
    if (mask->threshold == 0) return;
    for (size_t start = 0; start < columns; start += 64) {
        assize_words words[4];
        assize_philox(mask, row, (uint32_t)(start / 64), words);
#pragma clang loop unroll(full)
        for (size_t part = 0; part < 4; part++) {
            float *x = values + start + 16 * part;
            size_t rest = columns < start + 16 * part ? 0 : columns - start - 16 * part;
            if (rest >= 16) {
                *(assize_v16 *)x = ASSIZE_MASKED(mask, words[part], *(const assize_v16 *)x);
            } else if (rest > 0) {
                float last[16] = {0};
                for (size_t i = 0; i < rest; i++) last[i] = x[i];
                *(assize_v16 *)last = ASSIZE_MASKED(mask, words[part], *(const assize_v16 *)last);
                for (size_t i = 0; i < rest; i++) x[i] = last[i];
            }
        }
    }
}
#endif
