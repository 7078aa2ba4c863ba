#define _GNU_SOURCE
#include "decimal.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// The grammar was checked, so the C library sees neither hexadecimal nor words; the C locale keeps the point a point.
static int parse_slowly(const uint8_t *text, size_t count, double *value) {
    char small[256];
    char *copy = count < sizeof small ? small : malloc(count + 1);
    if (!copy) return 0;
    memcpy(copy, text, count);
    copy[count] = 0;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    *value = plain ? strtod_l(copy, NULL, plain) : strtod(copy, NULL);
    if (plain) freelocale(plain);
    if (copy != small) free(copy);
    return isfinite(*value);
}

static const uint64_t whole_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

// Eight digits at once (Lemire 2018), fewer without a branch on how many: lengths differ at random from field to field.
static inline __attribute__((always_inline)) const uint8_t *read_digits(
    const uint8_t *p, const uint8_t *end, uint64_t *mantissa) {
    for (;;) {
        uint64_t word;
        memcpy(&word, p, 8);
        word ^= 0x3030303030303030ull;
        uint64_t others = ((word + 0x7676767676767676ull) | word) & 0x8080808080808080ull;
        size_t count = others ? (size_t)__builtin_ctzll(others) / 8 : 8;
        size_t left = (size_t)(end - p);
        if (count > left) count = left;
        if (count == 0) return p;
        word <<= 64 - 8 * count;
        word = word * 10 + (word >> 8);
        uint64_t value = ((word & 0x000000ff000000ffull) * 0x000f424000000064ull +
                          ((word >> 16) & 0x000000ff000000ffull) * 0x0000271000000001ull) >> 32;
        // May wrap after 19 digits; then it is not used.
        *mantissa = *mantissa * whole_powers[count] + value;
        p += count;
        if (count < 8) return p;
    }
}

int assize_decimal_parse(const uint8_t *text, size_t count, double *value) {
    const uint8_t *p = text, *end = text + count;
    int negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    uint64_t mantissa = 0;
    int64_t exponent = 0;
    const uint8_t *digits = p;
    p = read_digits(p, end, &mantissa);
    size_t digit_count = (size_t)(p - digits);
    if (p < end && *p == '.') {
        const uint8_t *fraction = ++p;
        p = read_digits(p, end, &mantissa);
        digit_count += (size_t)(p - fraction);
        exponent -= p - fraction;
    }
    if (digit_count == 0) return 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        int down = p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+')) p++;
        if (p == end) return 0;
        int64_t written = 0;
        for (; p < end && (uint8_t)(*p - '0') < 10; p++) {
            if (written < 100000000) written = written * 10 + (*p - '0');
        }
        if ((uint8_t)(p[-1] - '0') >= 10) return 0;
        exponent += down ? -written : written;
    }
    if (p != end) return 0;
    // Clinger 1990: both operands are exact, so the one rounding of the product or quotient is the right one.
    if (digit_count <= 19 && mantissa <= (1ull << 53) && exponent >= -22 && exponent <= 22) {
        double magnitude = (double)mantissa;
        magnitude = exponent < 0 ? magnitude / powers_of_ten[-exponent] : magnitude * powers_of_ten[exponent];
        *value = negative ? -magnitude : magnitude;
        return 1;
    }
    return parse_slowly(text, count, value);
}
