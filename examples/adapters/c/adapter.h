/* Shared by the files of this adapter. In your own, use a JSON library and a cryptographic library. */
#ifndef ADAPTER_H
#define ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t *at;
    size_t length;
} Bytes;

typedef enum { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT } JsonKind;

/* A member of an object has a name. `text` holds UTF-8, or the digits of a number; `first` and `next` chain items. */
typedef struct Json {
    JsonKind kind;
    Bytes name;
    Bytes text;
    struct Json *first;
    struct Json *next;
} Json;

/* Memory that is freed at the end of a request. */
void *keep(size_t size);
Bytes kept(const void *from, size_t length);
void forget_all(void);

/* Ends the request, because the specification forbids the input. The text is for people; conform never matches it. */
_Noreturn void refuse(const char *why);

/* `strict` rejects where parsers disagree: a duplicate name, a lone surrogate, deep nesting. */
Json *json_parse(Bytes text, bool strict);
Json *json_member(const Json *object, const char *name);
Json *json_text(Bytes text);
Json *json_word(const char *text);
Json *json_whole(int64_t number);
Json *json_new(JsonKind kind);
void json_add(Json *list, Json *item);
void json_put(Json *object, const char *name, Json *value);
Bytes json_write(const Json *value);

Bytes as_text(const Json *value);
Bytes as_bytes(const Json *value);
int64_t as_whole(const Json *value, int64_t low, int64_t high);
bool same_bytes(Bytes a, Bytes b);
bool is_word(Bytes text, const char *word);
Bytes to_hex(Bytes bytes);
#define MAX_EXACT ((INT64_C(1) << 53) - 1)

void hmac_sha256(Bytes key, Bytes message, uint8_t mac[32]);

typedef Json *Operation(const Json *given, const Json *input);
Operation token_decode, token_verify, token_sign, token_encode;
Operation frame_encode, frame_decode, frame_stream;

#endif
