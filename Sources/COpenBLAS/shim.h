#ifndef ASSIZE_COPENBLAS_H
#define ASSIZE_COPENBLAS_H
#include <cblas.h>
#endif
