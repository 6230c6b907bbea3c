/*
 * A conform adapter: JSON Lines on standard input and output. Replace the codecs in punch_token.c and
 * openhost_frame.c and list their operations in `offered`. Standard error is free for your output.
 */
#define _POSIX_C_SOURCE 200809L
#include "adapter.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *structure, *op;
    Operation *run;
} offered[] = {
    {"openhost/frame", "decode", frame_decode}, {"openhost/frame", "encode", frame_encode},
    {"openhost/frame", "stream", frame_stream}, {"punch/token", "decode", token_decode},
    {"punch/token", "encode", token_encode},    {"punch/token", "sign", token_sign},
    {"punch/token", "verify", token_verify},
};
#define OFFERED (sizeof offered / sizeof *offered)

static jmp_buf refused;
static const char *refusal;

_Noreturn void refuse(const char *why) {
    refusal = why;
    longjmp(refused, 1);
}

typedef struct Block {
    struct Block *next;
    max_align_t memory[];
} Block;
static Block *blocks;

void *keep(size_t size) {
    Block *block = malloc(sizeof *block + size);
    if (!block) abort();
    block->next = blocks;
    blocks = block;
    return block->memory;
}

Bytes kept(const void *from, size_t length) {
    Bytes copy = {keep(length + 1), length};
    if (length > 0) memcpy(copy.at, from, length);
    return copy;
}

void forget_all(void) {
    while (blocks) {
        Block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

static void print_line(const Json *value) {
    Bytes text = json_write(value);
    fwrite(text.at, 1, text.length, stdout);
    putchar('\n');
    fflush(stdout);
}

static void hello(void) {
    Json *structures = json_new(JSON_OBJECT), *operations = NULL;
    for (size_t i = 0; i < OFFERED; i++) {
        if (i == 0 || strcmp(offered[i].structure, offered[i - 1].structure) != 0) {
            operations = json_new(JSON_LIST);
            json_put(structures, offered[i].structure, operations);
        }
        json_add(operations, json_word(offered[i].op));
    }
    Json *about = json_new(JSON_OBJECT), *line = json_new(JSON_OBJECT);
    json_put(about, "name", json_word("conform-c-example"));
    json_put(about, "version", json_word("1.0.0"));
    json_put(about, "structures", structures);
    json_put(line, "conform", json_whole(1));
    json_put(line, "hello", about);
    print_line(line);
}

static void answer(const Json *request) {
    Json *line = json_new(JSON_OBJECT);
    json_put(line, "id", json_whole(as_whole(json_member(request, "id"), 0, MAX_EXACT)));
    Operation *run = NULL;
    for (size_t i = 0; i < OFFERED; i++)
        if (is_word(as_text(json_member(request, "structure")), offered[i].structure) &&
            is_word(as_text(json_member(request, "op")), offered[i].op))
            run = offered[i].run;
    if (!run) json_put(line, "unsupported", json_word("not in the list of this adapter"));
    else if (setjmp(refused)) json_put(line, "reject", json_word(refusal));
    else json_put(line, "accept", run(json_member(request, "given"), json_member(request, "input")));
    print_line(line);
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, stdin)) > 0; forget_all()) {
        if (setjmp(refused)) {
            fprintf(stderr, "a line that is no request: %s\n", refusal);
            return EXIT_FAILURE;
        }
        const Json *request = json_parse((Bytes){(uint8_t *)line, (size_t)length}, false);
        if (json_member(request, "hello")) hello();
        else answer(request);
    }
    free(line);
    return EXIT_SUCCESS;
}
