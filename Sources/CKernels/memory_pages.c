#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/memory_pages.h"

#include <sys/mman.h>

int assize_move_pages(void *from, void *to, size_t bytes) {
    return mremap(from, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED;
}
