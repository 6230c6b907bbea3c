/* The part of JSON that an adapter needs. Numbers stay text, so they lose no digit. */
#include <stdio.h>
#include <string.h>

#include "adapter.h"

#define MAX_DEPTH 32
/* The limit for requests. Deeper ones would overflow the stack. */
#define MAX_REQUEST_DEPTH 512

typedef struct {
    const uint8_t *at, *end;
    bool strict;
} Parser;

static Json *value(Parser *p, int depth);

static void blank(Parser *p) {
    while (p->at < p->end && memchr(" \t\r\n", *p->at, 4)) p->at++;
}

static bool taken(Parser *p, char wanted) {
    if (p->at == p->end || *p->at != (uint8_t)wanted) return false;
    p->at++;
    return true;
}

static void expect(Parser *p, char wanted) {
    if (!taken(p, wanted)) refuse("not JSON");
}

static uint32_t four_digits(Parser *p) {
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        const char *digits = "0123456789abcdef";
        uint8_t digit = p->at < p->end ? *p->at : 0;
        const char *found = digit ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit + 32 : digit) : NULL;
        if (!found) refuse("an unknown escape");
        unit = unit << 4 | (uint32_t)(found - digits);
    }
    return unit;
}

static uint8_t *put_utf8(uint8_t *to, uint32_t point) {
    if (point < 0x80) *to++ = (uint8_t)point;
    else if (point < 0x800) *to++ = (uint8_t)(0xc0 | point >> 6);
    else if (point < 0x10000) *to++ = (uint8_t)(0xe0 | point >> 12);
    else {
        *to++ = (uint8_t)(0xf0 | point >> 18);
        *to++ = (uint8_t)(0x80 | (point >> 12 & 0x3f));
    }
    if (point >= 0x800) *to++ = (uint8_t)(0x80 | (point >> 6 & 0x3f));
    if (point >= 0x80) *to++ = (uint8_t)(0x80 | (point & 0x3f));
    return to;
}

/* `\uD83D\uDE00` is one character; half of it is invalid. */
static uint32_t escaped_point(Parser *p) {
    uint32_t unit = four_digits(p);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    if (unit < 0xdc00 && p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u') {
        const uint8_t *before = p->at;
        p->at += 2;
        uint32_t low = four_digits(p);
        if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        p->at = before;
    }
    if (p->strict) refuse("a lone surrogate");
    return unit;
}

static uint8_t *escape(Parser *p, uint8_t *to) {
    const char *marks = "\"\\/bfnrt", *meant = "\"\\/\b\f\n\r\t";
    uint8_t mark = p->at < p->end ? *p->at++ : 0;
    const char *found = mark ? strchr(marks, mark) : NULL;
    if (found) {
        *to = (uint8_t)meant[found - marks];
        return to + 1;
    }
    if (mark != 'u') refuse("an unknown escape");
    return put_utf8(to, escaped_point(p));
}

static Bytes string(Parser *p) {
    expect(p, '"');
    const uint8_t *close = p->at;
    while (close < p->end && *close != '"') close += *close == '\\' ? 2 : 1;
    if (close >= p->end) refuse("a string does not end");
    Bytes read = {keep((size_t)(close - p->at) + 1), 0};
    uint8_t *to = read.at;
    while (p->at < close) {
        if (*p->at < ' ') refuse("a control character in a string");
        if (*p->at != '\\') *to++ = *p->at++;
        else {
            p->at++;
            to = escape(p, to);
        }
    }
    p->at = close + 1;
    read.length = (size_t)(to - read.at);
    return read;
}

static bool digits(Parser *p) {
    const uint8_t *start = p->at;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9') p->at++;
    return p->at > start;
}

static Json *number(Parser *p) {
    const uint8_t *start = p->at;
    taken(p, '-');
    if (!taken(p, '0') && !digits(p)) refuse("not JSON");
    if (taken(p, '.') && !digits(p)) refuse("not JSON");
    if (taken(p, 'e') || taken(p, 'E')) {
        if (!taken(p, '+')) taken(p, '-');
        if (!digits(p)) refuse("not JSON");
    }
    Json *made = json_new(JSON_NUMBER);
    made->text = kept(start, (size_t)(p->at - start));
    return made;
}

static bool word(Parser *p, const char *wanted) {
    size_t length = strlen(wanted);
    if ((size_t)(p->end - p->at) < length || memcmp(p->at, wanted, length) != 0) return false;
    p->at += length;
    return true;
}

static Json *object(Parser *p, int depth) {
    Json *made = json_new(JSON_OBJECT);
    blank(p);
    if (taken(p, '}')) return made;
    do {
        blank(p);
        Bytes name = string(p);
        blank(p);
        expect(p, ':');
        for (Json *other = made->first; p->strict && other; other = other->next)
            if (same_bytes(other->name, name)) refuse("a member name occurs twice");
        Json *member = value(p, depth + 1);
        member->name = name;
        json_add(made, member);
        blank(p);
    } while (taken(p, ','));
    expect(p, '}');
    return made;
}

static Json *list(Parser *p, int depth) {
    Json *made = json_new(JSON_LIST);
    blank(p);
    if (taken(p, ']')) return made;
    do {
        json_add(made, value(p, depth + 1));
        blank(p);
    } while (taken(p, ','));
    expect(p, ']');
    return made;
}

static Json *value(Parser *p, int depth) {
    blank(p);
    if (p->at < p->end && (*p->at == '{' || *p->at == '[')) {
        if (depth == (p->strict ? MAX_DEPTH : MAX_REQUEST_DEPTH)) refuse("nested too deep");
        return *p->at++ == '{' ? object(p, depth) : list(p, depth);
    }
    if (p->at < p->end && *p->at == '"') return json_text(string(p));
    if (word(p, "true")) return json_new(JSON_TRUE);
    if (word(p, "false")) return json_new(JSON_FALSE);
    if (word(p, "null")) return json_new(JSON_NULL);
    return number(p);
}

Json *json_parse(Bytes text, bool strict) {
    Parser p = {text.at, text.at + text.length, strict};
    Json *whole = value(&p, 0);
    blank(&p);
    if (p.at < p.end) refuse("not JSON");
    return whole;
}

/* The last of two members with one name counts, as in most parsers. */
Json *json_member(const Json *object, const char *name) {
    Json *found = NULL;
    if (!object || object->kind != JSON_OBJECT) refuse("not an object");
    for (Json *member = object->first; member; member = member->next)
        if (is_word(member->name, name)) found = member;
    return found;
}

Json *json_new(JsonKind kind) {
    Json *made = keep(sizeof *made);
    memset(made, 0, sizeof *made);
    made->kind = kind;
    return made;
}

Json *json_text(Bytes text) {
    Json *made = json_new(JSON_TEXT);
    made->text = text;
    return made;
}

Json *json_word(const char *text) { return json_text(kept(text, strlen(text))); }

Json *json_whole(int64_t whole) {
    char digits_of[24];
    Json *made = json_new(JSON_NUMBER);
    made->text = kept(digits_of, (size_t)snprintf(digits_of, sizeof digits_of, "%lld", (long long)whole));
    return made;
}

/* The list keeps its last item in `text`, so adding does not search for it. */
void json_add(Json *list, Json *item) {
    Json *last = (Json *)(void *)list->text.at;
    if (last) last->next = item;
    else list->first = item;
    list->text.at = (uint8_t *)item;
}

void json_put(Json *object, const char *name, Json *member) {
    member->name = kept(name, strlen(name));
    json_add(object, member);
}

typedef struct {
    uint8_t *at;
    size_t length, room;
} Writer;

static void put(Writer *w, const void *from, size_t length) {
    if (w->length + length > w->room) {
        w->room = 2 * (w->length + length) + 256;
        uint8_t *larger = keep(w->room);
        if (w->length > 0) memcpy(larger, w->at, w->length);
        w->at = larger;
    }
    if (length > 0) memcpy(w->at + w->length, from, length);
    w->length += length;
}

static void put_text(Writer *w, Bytes text) {
    put(w, "\"", 1);
    for (size_t i = 0; i < text.length; i++) {
        char escaped[8];
        uint8_t one = text.at[i];
        if (one == '"' || one == '\\') put(w, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\%c", one));
        else if (one < ' ') put(w, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", one));
        else put(w, &one, 1);
    }
    put(w, "\"", 1);
}

static void put_value(Writer *w, const Json *value) {
    switch (value->kind) {
    case JSON_NULL: put(w, "null", 4); break;
    case JSON_FALSE: put(w, "false", 5); break;
    case JSON_TRUE: put(w, "true", 4); break;
    case JSON_NUMBER: put(w, value->text.at, value->text.length); break;
    case JSON_TEXT: put_text(w, value->text); break;
    case JSON_LIST:
    case JSON_OBJECT:
        put(w, value->kind == JSON_LIST ? "[" : "{", 1);
        for (const Json *item = value->first; item; item = item->next) {
            if (value->kind == JSON_OBJECT) {
                put_text(w, item->name);
                put(w, ":", 1);
            }
            put_value(w, item);
            if (item->next) put(w, ",", 1);
        }
        put(w, value->kind == JSON_LIST ? "]" : "}", 1);
    }
}

Bytes json_write(const Json *value) {
    Writer w = {NULL, 0, 0};
    put_value(&w, value);
    return (Bytes){w.at, w.length};
}
