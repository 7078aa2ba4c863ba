#ifndef ASSIZE_VECTOR_BLOCK_H
#define ASSIZE_VECTOR_BLOCK_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t block __attribute__((ext_vector_type(64), aligned(1)));
typedef bool block_mask __attribute__((ext_vector_type(64)));

// Macros, because a 64-byte vector as a function argument is an ABI error on the older instruction sets.
#define LOAD(p) (*(const block *)(p))
#define MASK_OF(comparison)                                              \
    ({                                                                   \
        block_mask flags = __builtin_convertvector(comparison, block_mask); \
        uint64_t mask;                                                   \
        memcpy(&mask, &flags, 8);                                        \
        mask;                                                            \
    })
#endif
