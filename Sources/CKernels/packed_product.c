#include "include/packed_product.h"

#include "include/processor.h"
#include "small_product.h"

// 14 × 32 sums fill 28 of the 32 registers; two hold the right-hand side and one the factor of the left. Six strips of the
// left-hand side and a panel's block together fit the second-level cache.
enum { STRIP = 14, PANEL = 32, STRIPS = 6, FORWARD_BLOCK = 1536, GRADIENT_BLOCK = 640, LINE = 16 };

_Static_assert(STRIPS * GRADIENT_BLOCK * LINE <= ASSIZE_PACKED_SCRATCH, "six strips of a block fit the scratch");

/// How many rows of a panel ahead of those in use are fetched: the third-level cache takes about that long.
enum { AHEAD = 32 };

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

/// `rows` rows of a panel's sums, kept in registers. Factor (r, p) of the left-hand side is a[r row_stride + p step];
/// `rows` is a constant at every call, and so is one of the strides.
ASSIZE_INLINE void tile(
    const int rows, const float *restrict a, size_t row_stride, size_t step, const float *restrict b, size_t depth,
    float *c, size_t c_stride, size_t columns, int add) {
    // What the sums go to is on its way from memory while they are computed.
    for (int r = 0; r < rows; r++) {
        __builtin_prefetch(c + (size_t)r * c_stride, 1);
        __builtin_prefetch(c + (size_t)r * c_stride + 16, 1);
    }
    assize_v16 sums[STRIP][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = (assize_v16){0};
    for (size_t p = 0; p < depth; p++) {
        const float *row = b + p * PANEL, *factors = a + p * step;
        assize_v16 first = *(const assize_v16 *)row, second = *(const assize_v16 *)(row + 16);
        __builtin_prefetch(row + AHEAD * PANEL);
        __builtin_prefetch(row + AHEAD * PANEL + 16);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            float x = factors[(size_t)r * row_stride];
            sums[r][0] = sums[r][0] + x * first;
            sums[r][1] = sums[r][1] + x * second;
        }
    }
    if (columns == PANEL) {
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            assize_v16 *to = (assize_v16 *)(c + (size_t)r * c_stride);
            assize_v16 *next = (assize_v16 *)(c + (size_t)r * c_stride + 16);
            *to = add ? *to + sums[r][0] : sums[r][0];
            *next = add ? *next + sums[r][1] : sums[r][1];
        }
        return;
    }
    float edge[STRIP][PANEL];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < 2; v++) *(assize_v16 *)(edge[r] + 16 * v) = sums[r][v];
    for (size_t r = 0; r < (size_t)rows; r++)
        for (size_t j = 0; j < columns; j++) c[r * c_stride + j] = add ? c[r * c_stride + j] + edge[r][j] : edge[r][j];
}

/// A tile of at most STRIP rows: the last one of a matrix costs no more than it has.
#define TILES(name, row_stride, step)                                                                         \
    ASSIZE_AVX512                                                                                             \
    static void name(                                                                                         \
        const float *a, size_t stride, const float *b, size_t depth, float *c, size_t c_stride, size_t rows,  \
        size_t columns, int add) {                                                                            \
        switch (rows) {                                                                                       \
            TILE(1, row_stride, step)                                                                         \
            TILE(2, row_stride, step)                                                                         \
            TILE(3, row_stride, step)                                                                         \
            TILE(4, row_stride, step)                                                                         \
            TILE(5, row_stride, step)                                                                         \
            TILE(6, row_stride, step)                                                                         \
            TILE(7, row_stride, step)                                                                         \
            TILE(8, row_stride, step)                                                                         \
            TILE(9, row_stride, step)                                                                         \
            TILE(10, row_stride, step)                                                                        \
            TILE(11, row_stride, step)                                                                        \
            TILE(12, row_stride, step)                                                                        \
            TILE(13, row_stride, step)                                                                        \
            TILE(14, row_stride, step)                                                                        \
        }                                                                                                     \
    }
#define TILE(rows, row_stride, step) \
    case rows: return tile(rows, a, row_stride, step, b, depth, c, c_stride, columns, add);

TILES(tile_of_rows, stride, 1)
TILES(tile_of_columns, 1, stride)

/// The depth of the blocks, of like size and at most `most`, that a depth is summed in.
static size_t block_of(size_t depth, size_t most) {
    size_t blocks = (depth + most - 1) / most;
    return blocks == 0 ? most : ((depth + blocks - 1) / blocks + 15) / 16 * 16;
}

ASSIZE_AVX512
void assize_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns) {
    if (depth == 0)
        for (size_t row = 0; row < rows; row++) memset(c + row * c_stride, 0, columns * sizeof(float));
    size_t step = block_of(depth, FORWARD_BLOCK);
    // Blocks innermost but one, so that what a group of strips comes to is at hand for all of them.
    for (size_t top = 0; top < rows; top += STRIP * STRIPS) {
        size_t bottom = rows - top < STRIP * STRIPS ? rows : top + STRIP * STRIPS;
        for (size_t block = 0; block < depth; block += step)
            for (size_t column = 0; column < columns; column += PANEL)
                for (size_t row = top; row < bottom; row += STRIP)
                    tile_of_rows(
                        a + row * a_stride + block, a_stride, packed + column * depth + block * PANEL,
                        depth - block < step ? depth - block : step, c + row * c_stride + column, c_stride,
                        bottom - row < STRIP ? bottom - row : STRIP,
                        columns - column < PANEL ? columns - column : PANEL, block > 0);
    }
}

/// to[strip][depth][LINE] = STRIP columns of from[depth][] after another, and after them what lies beside them.
///
/// Read where they lie, each row of every tile would be on a page of its own.
ASSIZE_AVX512
static void copy_strips(const float *from, size_t stride, size_t columns, size_t depth, float *to) {
    size_t whole = columns < LINE ? 0 : (columns - LINE) / STRIP + 1;
    for (size_t p = 0; p < depth; p++) {
        const float *row = from + p * stride;
        float *line = to + p * LINE;
        for (size_t strip = 0; strip < whole; strip++, line += depth * LINE)
            *(assize_v16 *)line = *(const assize_v16 *)(row + strip * STRIP);
        for (size_t column = whole * STRIP; column < columns; column += STRIP, line += depth * LINE)
            for (size_t j = 0; j < STRIP && column + j < columns; j++) line[j] = row[column + j];
    }
}

ASSIZE_AVX512
void assize_add_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns, float *scratch) {
    size_t step = block_of(depth, GRADIENT_BLOCK);
    for (size_t top = 0; top < rows; top += STRIP * STRIPS) {
        size_t bottom = rows - top < STRIP * STRIPS ? rows : top + STRIP * STRIPS;
        for (size_t block = 0; block < depth; block += step) {
            size_t height = depth - block < step ? depth - block : step;
            copy_strips(a + block * a_stride + top, a_stride, bottom - top, height, scratch);
            for (size_t column = 0; column < columns; column += PANEL)
                for (size_t row = top; row < bottom; row += STRIP)
                    tile_of_columns(
                        scratch + (row - top) / STRIP * height * LINE, LINE,
                        packed + column * depth + block * PANEL, height, c + row * c_stride + column, c_stride,
                        bottom - row < STRIP ? bottom - row : STRIP,
                        columns - column < PANEL ? columns - column : PANEL, 1);
        }
    }
}
