#ifndef ASSIZE_CLIBXML2_SHIM_H
#define ASSIZE_CLIBXML2_SHIM_H
// Debian's headers pull in ICU, which clashes with the copy inside Foundation.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
// `xmlFree` is a mutable global, which Swift 6 refuses to read.
static inline void cxml_free(void *pointer) { xmlFree(pointer); }
#endif
