/* Reads the JSON of a request. */
#include <stdlib.h>
#include <string.h>

#include "adapter.h"

bool same_bytes(Bytes a, Bytes b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool is_word(Bytes text, const char *word) {
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

Bytes as_text(const Json *value) {
    if (!value || value->kind != JSON_TEXT) refuse("not a text");
    return value->text;
}

/* Bytes are lower-case hex. */
Bytes as_bytes(const Json *value) {
    Bytes hex = as_text(value);
    Bytes bytes = {keep(hex.length / 2 + 1), hex.length / 2};
    if (hex.length % 2 != 0) refuse("not hex");
    for (size_t i = 0; i < hex.length; i++) {
        uint8_t letter = hex.at[i], digit;
        if (letter >= '0' && letter <= '9') digit = (uint8_t)(letter - '0');
        else if (letter >= 'a' && letter <= 'f') digit = (uint8_t)(letter - 'a' + 10);
        else refuse("not hex");
        bytes.at[i / 2] = (uint8_t)(i % 2 == 0 ? digit << 4 : bytes.at[i / 2] | digit);
    }
    return bytes;
}

Bytes to_hex(Bytes bytes) {
    Bytes text = {keep(2 * bytes.length + 1), 2 * bytes.length};
    for (size_t i = 0; i < text.length; i++)
        text.at[i] = (uint8_t)"0123456789abcdef"[i % 2 == 0 ? bytes.at[i / 2] >> 4 : bytes.at[i / 2] & 15];
    return text;
}

/* 1.0 and 1e3 are whole numbers in JSON. A double represents those of up to 53 bits exactly. */
int64_t as_whole(const Json *value, int64_t low, int64_t high) {
    if (!value || value->kind != JSON_NUMBER) refuse("not a number");
    char *digits = keep(value->text.length + 1);
    memcpy(digits, value->text.at, value->text.length);
    digits[value->text.length] = '\0';
    double number = strtod(digits, NULL);
    if (!(number >= (double)low && number <= (double)high)) refuse("a number out of range");
    int64_t whole = (int64_t)number;
    if ((double)whole != number) refuse("not a whole number");
    return whole;
}
