#ifndef ASSIZE_SMALL_PRODUCT_H
#define ASSIZE_SMALL_PRODUCT_H
#include <stddef.h>

#include "vector_math.h"

/// Sixteen floats at any address.
typedef float assize_v16 __attribute__((vector_size(64), aligned(4), may_alias));

/// `rows` × 16 `vectors` of a product, kept in registers; both are constants at every call.
ASSIZE_INLINE void assize_product_tile(
    const int rows, const int vectors, const float *a, size_t a_row, size_t a_column, const float *b, size_t b_row,
    float *c, size_t c_row, size_t depth, int add) {
    assize_v16 sums[8][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            sums[r][v] = add ? *(const assize_v16 *)(c + (size_t)r * c_row + 16 * v) : (assize_v16){0};
    for (size_t p = 0; p < depth; p++) {
        const float *from = b + p * b_row;
        assize_v16 first = *(const assize_v16 *)from, second = first;
        if (vectors == 2) second = *(const assize_v16 *)(from + 16);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            float x = a[(size_t)r * a_row + p * a_column];
            sums[r][0] = sums[r][0] + x * first;
            if (vectors == 2) sums[r][1] = sums[r][1] + x * second;
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) *(assize_v16 *)(c + (size_t)r * c_row + 16 * v) = sums[r][v];
}

/// c[m][n] = a[m][depth] · b[depth][n], or added to c. Rows of b and c are contiguous; a(i, p) = a[i a_row + p a_column].
/// Every element is summed in the order of p, whatever the sizes. Meant for the products inside attention.
ASSIZE_INLINE void assize_small_product(
    const float *a, size_t a_row, size_t a_column, const float *b, size_t b_row, float *c, size_t c_row, size_t m,
    size_t depth, size_t n, int add) {
    size_t column = 0;
    for (; column + 16 <= n;) {
        int vectors = column + 32 <= n ? 2 : 1;
        const float *bs = b + column;
        float *cs = c + column;
        size_t row = 0;
        if (vectors == 2) {
            for (; row + 8 <= m; row += 8)
                assize_product_tile(
                    8, 2, a + row * a_row, a_row, a_column, bs, b_row, cs + row * c_row, c_row, depth, add);
            for (; row < m; row++)
                assize_product_tile(
                    1, 2, a + row * a_row, a_row, a_column, bs, b_row, cs + row * c_row, c_row, depth, add);
        } else {
            for (; row + 8 <= m; row += 8)
                assize_product_tile(
                    8, 1, a + row * a_row, a_row, a_column, bs, b_row, cs + row * c_row, c_row, depth, add);
            for (; row < m; row++)
                assize_product_tile(
                    1, 1, a + row * a_row, a_row, a_column, bs, b_row, cs + row * c_row, c_row, depth, add);
        }
        column += 16 * (size_t)vectors;
    }
    for (; column < n; column++) {
        for (size_t row = 0; row < m; row++) {
            float sum = add ? c[row * c_row + column] : 0.0f;
            for (size_t p = 0; p < depth; p++) sum += a[row * a_row + p * a_column] * b[p * b_row + column];
            c[row * c_row + column] = sum;
        }
    }
}
#endif
