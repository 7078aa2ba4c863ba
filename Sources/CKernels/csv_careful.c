#include <string.h>

#include "csv_index.h"

static int is_blank(uint8_t byte, uint8_t separator) { return (byte == ' ' || byte == '\t') && byte != separator; }

static int begins_with(const uint8_t *p, const uint8_t *end, const uint8_t *prefix, size_t count) {
    return count > 0 && (size_t)(end - p) >= count && memcmp(p, prefix, count) == 0;
}

static const uint8_t *after_newline(const uint8_t *p, const uint8_t *end) {
    const uint8_t *newline = memchr(p, '\n', (size_t)(end - p));
    return newline ? newline + 1 : end;
}

assize_csv_index_result assize_csv_index_careful(
    const uint8_t *bytes, size_t count, uint8_t separator, const uint8_t *comment, size_t comment_count,
    uint32_t *boundaries) {
    assize_csv_index_result result = {0, 0, 0, 0};
    const uint8_t *p = bytes, *end = bytes + count;
    int at_line_start = 1;
    while (p < end) {
        if (at_line_start && begins_with(p, end, comment, comment_count)) {
            p = after_newline(p, end);
            // A comment line is one field to the index; the rows skip it.
            if (p[-1] == '\n') {
                boundaries[result.boundaries++] = (uint32_t)(p - bytes);
                result.newlines++;
            }
            continue;
        }
        while (p < end && is_blank(*p, separator)) p++;
        if (p < end && *p == '"') {
            const uint8_t *opening = p++;
            for (;;) {
                const uint8_t *quote = p < end ? memchr(p, '"', (size_t)(end - p)) : NULL;
                if (!quote) {
                    result.fault = 3;
                    result.position = (size_t)(opening - bytes);
                    return result;
                }
                p = quote + 1;
                if (p < end && *p == '"') p++;
                else break;
            }
            while (p < end && is_blank(*p, separator)) p++;
            if (p + 1 < end && *p == '\r' && p[1] == '\n') p++;
            if (p < end && *p != separator && *p != '\n') {
                result.fault = 2;
                result.position = (size_t)(p - bytes);
                return result;
            }
        } else {
            while (p < end && *p != separator && *p != '\n') {
                if (*p == '"') {
                    result.fault = 1;
                    result.position = (size_t)(p - bytes);
                    return result;
                }
                p++;
            }
        }
        if (p < end) {
            at_line_start = *p == '\n';
            boundaries[result.boundaries++] = (uint32_t)(p - bytes) + 1;
            result.newlines += (size_t)at_line_start;
            p++;
        }
    }
    return result;
}

size_t assize_csv_record_end_careful(
    const uint8_t *bytes, size_t count, const uint8_t *comment, size_t comment_count, int *in_quotes) {
    const uint8_t *p = bytes, *end = bytes + count;
    size_t last = 0;
    int quoted = 0, at_line_start = 1;
    while (p < end) {
        if (at_line_start && begins_with(p, end, comment, comment_count)) {
            p = after_newline(p, end);
            if (p[-1] == '\n') last = (size_t)(p - bytes);
            continue;
        }
        uint8_t byte = *p++;
        quoted ^= byte == '"';
        at_line_start = byte == '\n' && !quoted;
        if (at_line_start) last = (size_t)(p - bytes);
    }
    *in_quotes = quoted;
    return last;
}

size_t assize_json_object_end(const uint8_t *bytes, size_t count, assize_json_state *state) {
    uint32_t depth = state->depth;
    uint8_t in_string = state->in_string, escaped = state->escaped;
    size_t end = 0;
    for (size_t at = 0; at < count; at++) {
        uint8_t byte = bytes[at];
        if (in_string) {
            if (escaped) escaped = 0;
            else if (byte == '\\') escaped = 1;
            else if (byte == '"') in_string = 0;
        } else if (byte == '"') {
            in_string = 1;
        } else if (byte == '{' || byte == '[') {
            depth++;
        } else if ((byte == '}' || byte == ']') && depth > 0) {
            depth--;
            if (depth == 1 && byte == '}') end = at + 1;
        }
    }
    state->depth = depth;
    state->in_string = in_string;
    state->escaped = escaped;
    return end;
}
