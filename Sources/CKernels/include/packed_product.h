#ifndef ASSIZE_PACKED_PRODUCT_H
#define ASSIZE_PACKED_PRODUCT_H
#include <stddef.h>

// Products for processors with AVX-512. The right-hand side is packed once into panels of 32 columns, to be used by several
// threads and again and again. Each element is summed in the order of the depth, in blocks that the depth alone decides,
// whatever rows are computed together.

/// Whether the functions here are compiled to vector code and the processor can run it.
int assize_packed_product_available(void);

/// Returns how many floats a packed matrix of this depth and number of columns takes.
size_t assize_packed_size(size_t depth, size_t columns);

/// Packs the panels `first ..< last`, of 32 columns each, of the transpose of weights[columns][depth].
void assize_pack(
    const float *weights, size_t depth, size_t columns, size_t first, size_t last, float *packed);

/// Packs the panels `first ..< last` of from[depth][columns] as it is.
void assize_pack_plain(
    const float *from, size_t depth, size_t columns, size_t first, size_t last, float *packed);

/// c[rows][columns] = a[rows][depth] · b, b being what was packed; rows lie `a_stride` and `c_stride` apart.
void assize_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns);

/// c[rows][columns] += a[depth][rows]ᵀ · b; rows lie `a_stride` and `c_stride` apart. `scratch` holds
/// ASSIZE_PACKED_SCRATCH floats.
void assize_add_packed_product(
    const float *a, size_t a_stride, const float *packed, float *c, size_t c_stride, size_t rows, size_t depth,
    size_t columns, float *scratch);

/// Six strips of the left-hand side, for one block of the depth.
enum { ASSIZE_PACKED_SCRATCH = 6 * 640 * 16 };
#endif
