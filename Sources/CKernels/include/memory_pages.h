#ifndef ASSIZE_MEMORY_PAGES_H
#define ASSIZE_MEMORY_PAGES_H
#include <stddef.h>

/// Moves pages, contents and all, in place of those at `to`; nothing is copied. Returns 0 on success; `from` is then
/// unmapped. Both addresses and the number of bytes are multiples of a page.
int assize_move_pages(void *from, void *to, size_t bytes);
#endif
