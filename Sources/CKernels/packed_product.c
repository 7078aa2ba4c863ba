#include "include/packed_product.h"

#include "include/processor.h"
#include "small_product.h"

// 14 × 32 sums fill 28 of the 32 registers; two hold the right-hand side and one the factor of the left.
enum { STRIP = 14, PANEL = 32, BLOCK = 384, STRIPS = 24 };

#if defined(__x86_64__)
// Without the width, vectors of 512 bits are split in two.
#define ASSIZE_AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define ASSIZE_AVX512
#endif

int assize_packed_product_available(void) {
#if defined(__OPTIMIZE__) && defined(__x86_64__)
    return assize_vector_level() == 2;
#else
    return 0;
#endif
}

size_t assize_packed_size(size_t depth, size_t columns) { return depth * ((columns + PANEL - 1) / PANEL * PANEL); }

ASSIZE_AVX512
void assize_pack(
    const float *weights, size_t depth, size_t columns, size_t first, size_t last, float *packed) {
    for (size_t panel = first; panel < last; panel++) {
        size_t start = panel * PANEL, count = columns - start < PANEL ? columns - start : PANEL;
        float *to = packed + panel * depth * PANEL;
        size_t whole = depth / 16 * 16;
        for (size_t half = 0; half < PANEL; half += 16) {
            size_t filled = count <= half ? 0 : count - half < 16 ? count - half : 16;
            const float *from = weights + (start + half) * depth;
            for (size_t p = 0; p < whole; p += 16)
                assize_transpose_tile(from + p, depth, filled, to + p * PANEL + half, PANEL);
            for (size_t p = whole; p < depth; p++)
                for (size_t j = 0; j < 16; j++)
                    to[p * PANEL + half + j] = j < filled ? from[j * depth + p] : 0.0f;
        }
    }
}

ASSIZE_AVX512
void assize_pack_plain(
    const float *from, size_t depth, size_t columns, size_t first, size_t last, float *packed) {
    for (size_t panel = first; panel < last; panel++) {
        size_t start = panel * PANEL, count = columns - start < PANEL ? columns - start : PANEL;
        float *to = packed + panel * depth * PANEL;
        if (count == PANEL) {
            for (size_t p = 0; p < depth; p++) {
                const assize_v16 *row = (const assize_v16 *)(from + p * columns + start);
                assize_v16 *target = (assize_v16 *)(to + p * PANEL);
                target[0] = row[0];
                target[1] = row[1];
            }
        } else {
            for (size_t p = 0; p < depth; p++)
                for (size_t j = 0; j < PANEL; j++)
                    to[p * PANEL + j] = j < count ? from[p * columns + start + j] : 0.0f;
        }
    }
}

/// to[depth][STRIP] = up to STRIP columns of from[depth][], with zeros for those that are not there.
ASSIZE_AVX512
static void copy_strip(const float *from, size_t stride, size_t rows, size_t depth, float *to) {
    if (rows == STRIP) {
        for (size_t p = 0; p < depth; p++) memcpy(to + p * STRIP, from + p * stride, STRIP * sizeof(float));
        return;
    }
    for (size_t p = 0; p < depth; p++)
        for (size_t r = 0; r < STRIP; r++) to[p * STRIP + r] = r < rows ? from[p * stride + r] : 0.0f;
}

/// to[depth][STRIP] = the transpose of up to STRIP rows, with zeros for those that are not there.
ASSIZE_AVX512
static void pack_strip(const float *a, size_t row_stride, size_t rows, size_t depth, float *to) {
    size_t whole = depth / 16 * 16;
    // A tile writes two floats too many in each row: the next row writes over them.
    for (size_t p = 0; p < whole; p += 16) assize_transpose_tile(a + p, row_stride, rows, to + p * STRIP, STRIP);
    for (size_t p = whole; p < depth; p++)
        for (size_t r = 0; r < STRIP; r++) to[p * STRIP + r] = r < rows ? a[r * row_stride + p] : 0.0f;
}

ASSIZE_AVX512
static void strip_by_panel(
    const float *restrict a, const float *restrict b, size_t depth, float *c, size_t c_stride, size_t rows,
    size_t columns, int add) {
    // What the sums go to is on its way from memory while they are computed.
    for (size_t r = 0; r < rows; r++) {
        __builtin_prefetch(c + r * c_stride, 1);
        __builtin_prefetch(c + r * c_stride + 16, 1);
    }
    assize_v16 sums[STRIP][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < STRIP; r++) sums[r][0] = sums[r][1] = (assize_v16){0};
    for (size_t p = 0; p < depth; p++) {
        const float *row = b + p * PANEL, *factors = a + p * STRIP;
        assize_v16 first = *(const assize_v16 *)row, second = *(const assize_v16 *)(row + 16);
        __builtin_prefetch(row + 16 * PANEL);
        __builtin_prefetch(row + 16 * PANEL + 16);
#pragma clang loop unroll(full)
        for (int r = 0; r < STRIP; r++) {
            float x = factors[r];
            sums[r][0] = sums[r][0] + x * first;
            sums[r][1] = sums[r][1] + x * second;
        }
    }
    if (rows == STRIP && columns == PANEL) {
#pragma clang loop unroll(full)
        for (int r = 0; r < STRIP; r++) {
            assize_v16 *to = (assize_v16 *)(c + (size_t)r * c_stride);
            assize_v16 *next = (assize_v16 *)(c + (size_t)r * c_stride + 16);
            *to = add ? *to + sums[r][0] : sums[r][0];
            *next = add ? *next + sums[r][1] : sums[r][1];
        }
        return;
    }
    float edge[STRIP][PANEL];
    for (int r = 0; r < STRIP; r++)
        for (int v = 0; v < 2; v++) *(assize_v16 *)(edge[r] + 16 * v) = sums[r][v];
    for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < columns; j++) c[r * c_stride + j] = add ? c[r * c_stride + j] + edge[r][j] : edge[r][j];
}

/// The depth of the blocks, of like size, that a depth is summed in.
static size_t block_of(size_t depth) {
    size_t blocks = (depth + BLOCK - 1) / BLOCK;
    return blocks == 0 ? BLOCK : ((depth + blocks - 1) / blocks + 15) / 16 * 16;
}

ASSIZE_INLINE void product(
    const float *a, size_t a_stride, int transposed, const float *packed, float *c, size_t c_stride, size_t rows,
    size_t depth, size_t columns, int add, float *scratch) {
    if (depth == 0 && !add)
        for (size_t row = 0; row < rows; row++) memset(c + row * c_stride, 0, columns * sizeof(float));
    size_t step = block_of(depth);
    for (size_t block = 0; block < depth; block += step) {
        size_t height = depth - block < step ? depth - block : step;
        for (size_t top = 0; top < rows; top += STRIP * STRIPS) {
            size_t bottom = rows - top < STRIP * STRIPS ? rows : top + STRIP * STRIPS;
            for (size_t row = top; row < bottom; row += STRIP) {
                size_t count = bottom - row < STRIP ? bottom - row : STRIP;
                float *to = scratch + (row - top) * BLOCK;
                if (transposed)
                    copy_strip(a + block * a_stride + row, a_stride, count, height, to);
                else
                    pack_strip(a + row * a_stride + block, a_stride, count, height, to);
            }
            // A panel's block stays in the first-level cache while the strips go by, the strips in the second.
            for (size_t column = 0; column < columns; column += PANEL) {
                const float *panel = packed + column * depth + block * PANEL;
                for (size_t row = top; row < bottom; row += STRIP)
                    strip_by_panel(
                        scratch + (row - top) * BLOCK, panel, height, c + row * c_stride + column, c_stride,
                        bottom - row < STRIP ? bottom - row : STRIP,
                        columns - column < PANEL ? columns - column : PANEL, add || block > 0);
            }
        }
    }
}

ASSIZE_AVX512
void assize_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns, float *scratch) {
    product(a, a_stride, 0, packed, c, c_stride, rows, depth, columns, 0, scratch);
}

ASSIZE_AVX512
void assize_add_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns, float *scratch) {
    product(a, a_stride, 1, packed, c, c_stride, rows, depth, columns, 1, scratch);
}
