#include "csv_decode.h"

#include <math.h>

#include "category_lookup.h"
#include "clones.h"
#include "decimal.h"

typedef struct {
    const uint8_t *begin, *end;
    uint8_t quoted, doubled;
} field;

static __attribute__((noinline)) field strip(const uint8_t *p, const uint8_t *e, uint8_t separator, uint8_t quotes) {
    while (p < e && (*p == ' ' || *p == '\t') && *p != separator) p++;
    while (p < e && (e[-1] == ' ' || e[-1] == '\t') && e[-1] != separator) e--;
    if (!quotes || e - p < 2 || *p != '"' || e[-1] != '"') return (field){p, e, 0, 0};
    p++;
    e--;
    return (field){p, e, 1, memchr(p, '"', (size_t)(e - p)) != NULL};
}

ASSIZE_INLINE field field_of(const assize_csv_rows *in, const uint8_t *p, const uint8_t *e, int ends_line) {
    if (ends_line && e > p && e[-1] == '\r') e--;
    if (__builtin_expect((*p <= ' ') | (e[-1] <= ' ') | (*p == '"'), 0)) return strip(p, e, in->separator, in->quotes);
    return (field){p, e, 0, 0};
}

ASSIZE_INLINE field field_in_row(const assize_csv_rows *in, size_t row, int ends_line) {
    const uint32_t *boundary = in->boundaries + row * in->stride + in->column;
    return field_of(in, in->bytes + boundary[0], in->bytes + boundary[1] - 1, ends_line);
}

static int ends_line(const assize_csv_rows *in) { return in->column + 1 == in->stride; }

assize_csv_field assize_csv_field_at(const assize_csv_rows *in, size_t row) {
    field f = field_in_row(in, row, ends_line(in));
    return (assize_csv_field){(size_t)(f.begin - in->bytes), (size_t)(f.end - in->bytes), f.quoted, f.doubled};
}

ASSIZE_CLONES
size_t assize_csv_categories(
    const assize_csv_rows *in, size_t row, const assize_category_table *table, uint32_t *codes) {
    const int last = ends_line(in);
    const size_t rows = in->rows, stride = in->stride;
    const uint8_t *bytes = in->bytes;
    const uint32_t *boundary = in->boundaries + row * stride + in->column;
    // Columns of one byte a field, as yes and no often are, take a table of their own.
    uint32_t single[256];
    for (int byte = 0; byte < 256; byte++) single[byte] = ASSIZE_NO_CODE;
    for (; row < rows; row++, boundary += stride) {
        const int is_single = boundary[1] - boundary[0] == 2;
        const uint8_t byte = bytes[boundary[0]];
        if (is_single && single[byte] != ASSIZE_NO_CODE) {
            codes[row] = single[byte];
            continue;
        }
        field f = field_of(in, bytes + boundary[0], bytes + boundary[1] - 1, last);
        uint32_t code = f.doubled ? ASSIZE_NO_CODE : find_code(table, f.begin, (size_t)(f.end - f.begin));
        if (__builtin_expect(code == ASSIZE_NO_CODE, 0)) return row;
        codes[row] = code;
        // A blank or a carriage return leaves an empty field and is looked up every time.
        if (is_single && f.end - f.begin == 1) single[byte] = code;
    }
    return row;
}

ASSIZE_CLONES
size_t assize_csv_numbers(
    const assize_csv_rows *in, size_t row, const assize_category_table *missing, int markers_first, double *numbers) {
    const int last = ends_line(in);
    for (; row < in->rows; row++) {
        field f = field_in_row(in, row, last);
        size_t length = (size_t)(f.end - f.begin);
        if (markers_first && !f.doubled && find_code(missing, f.begin, length) != ASSIZE_NO_CODE) {
            numbers[row] = NAN;
            continue;
        }
        if (__builtin_expect(assize_decimal_parse(f.begin, length, &numbers[row]), 1) && !f.doubled) continue;
        if (f.doubled || find_code(missing, f.begin, length) == ASSIZE_NO_CODE) return row;
        numbers[row] = NAN;
    }
    return row;
}
