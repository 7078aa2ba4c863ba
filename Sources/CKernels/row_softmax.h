#ifndef ASSIZE_ROW_SOFTMAX_H
#define ASSIZE_ROW_SOFTMAX_H
#include <math.h>
#include <stddef.h>

#include "vector_math.h"

ASSIZE_INLINE float assize_row_maximum(const float *x, size_t n) {
    // Lanes by hand: the compiler keeps the order of comparisons because of NaN.
    float lanes[16];
    for (int i = 0; i < 16; i++) lanes[i] = x[0];
    size_t start = 0;
    for (; start + 16 <= n; start += 16)
        for (int i = 0; i < 16; i++) lanes[i] = x[start + (size_t)i] > lanes[i] ? x[start + (size_t)i] : lanes[i];
    for (int i = 0; start + (size_t)i < n; i++) lanes[i] = x[start + (size_t)i] > lanes[i] ? x[start + (size_t)i] : lanes[i];
    float largest = lanes[0];
    for (int i = 1; i < 16; i++) largest = lanes[i] > largest ? lanes[i] : largest;
    return largest;
}

/// Writes e^(scale (x - largest)) over x and returns the sum of what it wrote.
ASSIZE_INLINE float assize_row_exponentials(float *x, size_t n, float largest, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (size_t i = 0; i < n; i++) {
        float e = assize_exp((x[i] - largest) * scale);
        x[i] = e;
        total += e;
    }
    return total;
}

/// `scale` must not be negative.
ASSIZE_INLINE void assize_row_softmax(float *x, size_t n, float scale) {
    float inverse = 1.0f / assize_row_exponentials(x, n, assize_row_maximum(x, n), scale);
    for (size_t i = 0; i < n; i++) x[i] *= inverse;
}

ASSIZE_INLINE void assize_row_softmax_backward(const float *p, float *g, size_t n, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (size_t i = 0; i < n; i++) total += p[i] * g[i];
    for (size_t i = 0; i < n; i++) g[i] = scale * p[i] * (g[i] - total);
}
#endif
