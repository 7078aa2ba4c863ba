#ifndef ASSIZE_CKERNELS_H
#define ASSIZE_CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#endif
