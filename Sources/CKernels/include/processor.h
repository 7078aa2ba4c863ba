#ifndef ASSIZE_PROCESSOR_H
#define ASSIZE_PROCESSOR_H

/// Returns 2 on a processor with AVX-512 (F, BW, DQ, VL), 1 with AVX2 and FMA, 0 otherwise.
int assize_vector_level(void);
#endif
