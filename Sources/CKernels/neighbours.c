#include "include/neighbours.h"

#include "clones.h"

// The same pair of values gives the same distance in every lane and in the remainder of a loop: no fused products.
#pragma clang fp contract(off)

ASSIZE_CLONES
void assize_add_squares(const double *column, size_t rows, double query, double scale, double *restrict sum) {
    for (size_t i = 0; i < rows; i++) {
        double d = (column[i] - query) * scale;
        sum[i] += d * d;
    }
}

ASSIZE_CLONES
void assize_add_mismatches(const uint32_t *column, size_t rows, uint32_t query, double cost, double *restrict sum) {
    for (size_t i = 0; i < rows; i++) sum[i] += column[i] == query ? 0.0 : cost;
}

static void insert(double value, double *best, size_t k) {
    size_t place = k - 1;
    for (; place > 0 && best[place - 1] > value; place--) best[place] = best[place - 1];
    best[place] = value;
}

ASSIZE_CLONES
void assize_keep_smallest(const double *values, size_t rows, double *best, size_t k) {
    size_t i = 0;
    for (; i + 16 <= rows; i += 16) {
        // Hardly any sixteen hold one that is kept.
        int any = 0;
        for (size_t j = 0; j < 16; j++) any |= values[i + j] < best[k - 1];
        if (!any) continue;
        for (size_t j = 0; j < 16; j++)
            if (values[i + j] < best[k - 1]) insert(values[i + j], best, k);
    }
    for (; i < rows; i++)
        if (values[i] < best[k - 1]) insert(values[i], best, k);
}

ASSIZE_CLONES
void assize_sum_within(const double *values, size_t rows, double low, double high, const double *weights,
                       const double *weighted, double *sums) {
    size_t i = 0;
    for (; i < rows; i += 16) {
        size_t end = rows - i < 16 ? rows - i : 16;
        int any = 0;
        for (size_t j = 0; j < end; j++) any |= values[i + j] <= high;
        if (!any) continue;
        for (size_t j = 0; j < end; j++) {
            if (values[i + j] > high) continue;
            double *part = values[i + j] < low ? sums : sums + 3;
            part[0] += 1;
            part[1] += weights[i + j];
            part[2] += weighted[i + j];
        }
    }
}
