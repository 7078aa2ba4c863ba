#ifndef ASSIZE_NEIGHBOURS_H
#define ASSIZE_NEIGHBOURS_H
#include <stddef.h>
#include <stdint.h>

// Adds ((column[i] - query) * scale)^2 to sum[i].
void assize_add_squares(const double *column, size_t rows, double query, double scale, double *sum);

// Adds cost to sum[i] where column[i] differs from query.
void assize_add_mismatches(const uint32_t *column, size_t rows, uint32_t query, double cost, double *sum);

// Merges values into best, the k smallest seen so far in ascending order.
void assize_keep_smallest(const double *values, size_t rows, double *best, size_t k);

// Of the rows with a value below low: count, sum of weights, sum of weighted values; then the same of those up to high.
void assize_sum_within(const double *values, size_t rows, double low, double high, const double *weights,
                       const double *weighted, double *sums);
#endif
