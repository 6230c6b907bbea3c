/* Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read. */
#include <string.h>

#include "adapter.h"

#define MAX_PAYLOAD ((1u << 24) - 1)
#define V1_HEADER 5
#define V2_HEADER 10

static bool holds(const char *types, size_t count, int64_t type) {
    return type >= 0 && type <= 0xff && memchr(types, (int)type, count) != NULL;
}

static void check_header(int64_t type, uint64_t length) {
    bool is_empty = holds("\x03\x13\xfe\xff", 4, type);
    if (!is_empty && !holds("\x01\x02\x11\x12\x20\x21\x30\x31\x32\xf0", 10, type)) refuse("a reserved type");
    if (length > MAX_PAYLOAD) refuse("too many bytes announced");
    if (is_empty && length > 0) refuse("a payload where none belongs");
}

static uint32_t big_endian(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t little_endian(const uint8_t *at) {
    return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

/* Removes the first frame, or returns NULL if bytes are missing. Rejects a bad header before its payload arrives. */
static Json *take(Bytes *held) {
    const uint8_t *at = held->at;
    bool is_v2 = held->length > 0 && at[0] == 0;
    size_t header = is_v2 ? V2_HEADER : V1_HEADER;
    if (held->length < header) return NULL;
    uint8_t type = is_v2 ? at[1] : at[0];
    uint32_t request_id = is_v2 ? big_endian(at + 2) : 0;
    uint32_t length = is_v2 ? big_endian(at + 6) : little_endian(at + 1);
    check_header(type, length);
    if (held->length < header + length) return NULL;
    Json *frame = json_new(JSON_OBJECT);
    json_put(frame, "type", json_whole(type));
    json_put(frame, "request_id", json_whole(request_id));
    json_put(frame, "payload", json_text(to_hex((Bytes){held->at + header, length})));
    held->at += header + length;
    held->length -= header + length;
    return frame;
}

Json *frame_encode(const Json *given, const Json *input) {
    (void)given;
    int64_t type = as_whole(json_member(input, "type"), -MAX_EXACT, MAX_EXACT);
    uint32_t request_id = (uint32_t)as_whole(json_member(input, "request_id"), 0, 0xffffffff);
    Bytes payload = as_bytes(json_member(input, "payload"));
    check_header(type, payload.length);
    Bytes frame = {keep(V2_HEADER + payload.length), V2_HEADER + payload.length};
    frame.at[0] = 0;
    frame.at[1] = (uint8_t)type;
    for (int i = 0; i < 4; i++) {
        frame.at[2 + i] = (uint8_t)(request_id >> (24 - 8 * i));
        frame.at[6 + i] = (uint8_t)(payload.length >> (24 - 8 * i));
    }
    memcpy(frame.at + V2_HEADER, payload.at, payload.length);
    return json_text(to_hex(frame));
}

Json *frame_decode(const Json *given, const Json *input) {
    (void)given;
    Bytes held = as_bytes(input);
    Json *frame = take(&held);
    if (!frame) refuse("truncated");
    if (held.length > 0) refuse("bytes behind the frame");
    return frame;
}

/* The complete frames in chunks of any size, and the number of bytes left over. */
Json *frame_stream(const Json *given, const Json *input) {
    (void)given;
    if (!input || input->kind != JSON_LIST) refuse("not a list");
    Bytes held = {NULL, 0};
    Json *frames = json_new(JSON_LIST);
    for (const Json *chunk = input->first; chunk; chunk = chunk->next) {
        Bytes more = as_bytes(chunk);
        Bytes joined = {keep(held.length + more.length + 1), held.length + more.length};
        if (held.length > 0) memcpy(joined.at, held.at, held.length);
        memcpy(joined.at + held.length, more.at, more.length);
        held = joined;
        for (Json *frame = take(&held); frame; frame = take(&held)) json_add(frames, frame);
    }
    Json *read = json_new(JSON_OBJECT);
    json_put(read, "frames", frames);
    json_put(read, "pending", json_whole((int64_t)held.length));
    return read;
}
