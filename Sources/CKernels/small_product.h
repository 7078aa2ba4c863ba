#ifndef ASSIZE_SMALL_PRODUCT_H
#define ASSIZE_SMALL_PRODUCT_H
#include <stddef.h>

#include "vector_math.h"

/// Sixteen floats at any address.
typedef float assize_v16 __attribute__((vector_size(64), aligned(4), may_alias));

/// Swaps blocks of `step` across the diagonal of sixteen rows: four such steps transpose them.
#define ASSIZE_TRANSPOSE_STEP(rows, step)                                                                         \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {                                             \
        if (i & (step)) continue;                                                                                 \
        assize_v16 x = rows[i], y = rows[i + (step)];                                                             \
        rows[i] = __builtin_shufflevector(                                                                        \
            x, y, ASSIZE_LOW(0, step), ASSIZE_LOW(1, step), ASSIZE_LOW(2, step), ASSIZE_LOW(3, step),             \
            ASSIZE_LOW(4, step), ASSIZE_LOW(5, step), ASSIZE_LOW(6, step), ASSIZE_LOW(7, step),                   \
            ASSIZE_LOW(8, step), ASSIZE_LOW(9, step), ASSIZE_LOW(10, step), ASSIZE_LOW(11, step),                 \
            ASSIZE_LOW(12, step), ASSIZE_LOW(13, step), ASSIZE_LOW(14, step), ASSIZE_LOW(15, step));              \
        rows[i + (step)] = __builtin_shufflevector(                                                               \
            x, y, ASSIZE_HIGH(0, step), ASSIZE_HIGH(1, step), ASSIZE_HIGH(2, step), ASSIZE_HIGH(3, step),         \
            ASSIZE_HIGH(4, step), ASSIZE_HIGH(5, step), ASSIZE_HIGH(6, step), ASSIZE_HIGH(7, step),               \
            ASSIZE_HIGH(8, step), ASSIZE_HIGH(9, step), ASSIZE_HIGH(10, step), ASSIZE_HIGH(11, step),             \
            ASSIZE_HIGH(12, step), ASSIZE_HIGH(13, step), ASSIZE_HIGH(14, step), ASSIZE_HIGH(15, step));          \
    }
#define ASSIZE_LOW(column, step) ((column) & (step) ? 16 + (column) - (step) : (column))
#define ASSIZE_HIGH(column, step) ((column) & (step) ? 16 + (column) : (column) + (step))

/// to[16][16] = from[count][16]ᵀ with zeros below; rows lie `from_stride` and `to_stride` apart.
ASSIZE_INLINE void assize_transpose_tile(
    const float *from, size_t from_stride, size_t count, float *to, size_t to_stride) {
    assize_v16 rows[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++)
        rows[i] = (size_t)i < count ? *(const assize_v16 *)(from + (size_t)i * from_stride) : (assize_v16){0};
    ASSIZE_TRANSPOSE_STEP(rows, 1)
    ASSIZE_TRANSPOSE_STEP(rows, 2)
    ASSIZE_TRANSPOSE_STEP(rows, 4)
    ASSIZE_TRANSPOSE_STEP(rows, 8)
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) *(assize_v16 *)(to + (size_t)i * to_stride) = rows[i];
}

/// to[columns][rows] = from[rows][columns]ᵀ, with zeros up to `to_stride`, the next multiple of 16.
ASSIZE_INLINE void assize_transpose(
    const float *from, size_t from_stride, size_t rows, size_t columns, float *to, size_t to_stride) {
    size_t whole = columns / 16 * 16;
    for (size_t row = 0; row < to_stride; row += 16) {
        size_t count = rows - row < 16 ? rows - row : 16;
        for (size_t column = 0; column < whole; column += 16)
            assize_transpose_tile(
                from + row * from_stride + column, from_stride, count, to + column * to_stride + row, to_stride);
        for (size_t column = whole; column < columns; column++)
            for (size_t i = 0; i < 16; i++)
                to[column * to_stride + row + i] = i < count ? from[(row + i) * from_stride + column] : 0.0f;
    }
}

/// `rows` × 16 `vectors` of a product, kept in registers; both are constants at every call.
ASSIZE_INLINE void assize_product_tile(
    const int rows, const int vectors, const float *a, size_t a_row, size_t a_column, const float *b, size_t b_row,
    float *c, size_t c_row, size_t depth) {
    assize_v16 sums[8][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = (assize_v16){0};
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
    for (int r = 0; r < rows; r++) {
        *(assize_v16 *)(c + (size_t)r * c_row) = sums[r][0];
        if (vectors == 2) *(assize_v16 *)(c + (size_t)r * c_row + 16) = sums[r][1];
    }
}

/// All rows of 16 `vectors` columns. Rows that fill no tile of eight are computed with some before them once more.
ASSIZE_INLINE void assize_product_columns(
    const int vectors, const float *a, size_t a_row, size_t a_column, const float *b, size_t b_row, float *c,
    size_t c_row, size_t m, size_t depth) {
    if (m < 8) {
        for (size_t row = 0; row < m; row++)
            assize_product_tile(1, vectors, a + row * a_row, a_row, a_column, b, b_row, c + row * c_row, c_row, depth);
        return;
    }
    for (size_t row = 0;;) {
        assize_product_tile(8, vectors, a + row * a_row, a_row, a_column, b, b_row, c + row * c_row, c_row, depth);
        if (row + 8 == m) return;
        row = row + 16 <= m ? row + 8 : m - 8;
    }
}

/// c[m][n] = a[m][depth] · b[depth][n]. Rows of b and c are contiguous; a(i, p) = a[i a_row + p a_column].
/// Every element is summed in the order of p, whatever the sizes. Meant for the products inside attention.
ASSIZE_INLINE void assize_small_product(
    const float *a, size_t a_row, size_t a_column, const float *b, size_t b_row, float *c, size_t c_row, size_t m,
    size_t depth, size_t n) {
    size_t column = 0;
    for (; column + 32 <= n; column += 32)
        assize_product_columns(2, a, a_row, a_column, b + column, b_row, c + column, c_row, m, depth);
    for (; column + 16 <= n; column += 16)
        assize_product_columns(1, a, a_row, a_column, b + column, b_row, c + column, c_row, m, depth);
    for (; column < n; column++) {
        for (size_t row = 0; row < m; row++) {
            float sum = 0.0f;
            for (size_t p = 0; p < depth; p++) sum += a[row * a_row + p * a_column] * b[p * b_row + column];
            c[row * c_row + column] = sum;
        }
    }
}
#endif
