#include "include/dropout.h"

#include "clones.h"
#include "philox.h"

ASSIZE_CLONES
void assize_dropout_row(const assize_dropout_mask *mask, uint32_t row, float *values, size_t columns) {
    assize_apply_mask(mask, row, values, columns);
}
