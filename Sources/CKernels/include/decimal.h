#ifndef ASSIZE_DECIMAL_H
#define ASSIZE_DECIMAL_H
#include <stddef.h>
#include <stdint.h>

/// Reads `[+-] digits [. digits] [e [+-] digits]` (or `. digits`), correctly rounded, into `value`.
/// Reads eight bytes beyond the text. Returns 1 if the text is all of that and finite, else 0.
int assize_decimal_parse(const uint8_t *text, size_t count, double *value);
#endif
