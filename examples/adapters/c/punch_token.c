/* Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)). */
#include <string.h>

#include "adapter.h"

#define MAX_LENGTH 8192
#define MAC_LENGTH 32

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char *const NAMES[] = {"session", "role", "stream", "exp"};

typedef struct {
    Bytes payload, mac, payload_text;
} Token;

/* RFC 4648 section 5 without padding. */
static Bytes encode_base64url(Bytes bytes) {
    Bytes text = {keep(bytes.length / 3 * 4 + 4), 0};
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        held = held << 8 | bytes.at[i];
        for (bits += 8; bits >= 6; bits -= 6) text.at[text.length++] = (uint8_t)LETTERS[held >> (bits - 6) & 63];
    }
    if (bits > 0) text.at[text.length++] = (uint8_t)LETTERS[held << (6 - bits) & 63];
    return text;
}

/* Only the canonical spelling: no padding, unused bits are zero. */
static Bytes decode_base64url(Bytes text) {
    Bytes bytes = {keep(text.length / 4 * 3 + 3), 0};
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *found = text.at[i] ? strchr(LETTERS, text.at[i]) : NULL;
        if (!found) refuse("not base64url");
        held = held << 6 | (uint32_t)(found - LETTERS);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.at[bytes.length++] = (uint8_t)(held >> bits);
    }
    if (bits >= 6 || (held & ((1u << bits) - 1)) != 0) refuse("base64url with bits left over");
    return bytes;
}

static Token split(const Json *input) {
    Bytes text = as_text(input);
    if (text.length > MAX_LENGTH) refuse("too long");
    if (text.length < 2 || memcmp(text.at, "p_", 2) != 0) refuse("no p_ in front");
    uint8_t *dot = memchr(text.at, '.', text.length);
    if (!dot) refuse("no signature");
    Token token;
    token.payload_text = (Bytes){text.at + 2, (size_t)(dot - text.at) - 2};
    token.payload = decode_base64url(token.payload_text);
    token.mac = decode_base64url((Bytes){dot + 1, text.length - (size_t)(dot + 1 - text.at)});
    if (token.mac.length != MAC_LENGTH) refuse("a signature of another length");
    return token;
}

/* The RFC signs the octets of the payload; the dialect `text` signs its base64url text. */
static Bytes mac_of(const Json *given, Bytes payload, Bytes payload_text) {
    const Json *dialect = json_member(given, "dialect");
    Bytes mac = {keep(MAC_LENGTH), MAC_LENGTH};
    bool is_text = dialect && is_word(as_text(dialect), "text");
    hmac_sha256(as_bytes(json_member(given, "secret")), is_text ? payload_text : payload, mac.at);
    return mac;
}

/* Takes the same time wherever the first difference is. */
static bool same_mac(Bytes a, Bytes b) {
    uint8_t different = 0;
    for (size_t i = 0; i < MAC_LENGTH; i++) different |= a.at[i] ^ b.at[i];
    return different == 0;
}

static bool is_alphanumeric(uint8_t letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

static bool is_name(const Json *value) {
    if (value->kind != JSON_TEXT || value->text.length == 0 || value->text.length > 64) return false;
    for (size_t i = 0; i < value->text.length; i++) {
        uint8_t letter = value->text.at[i];
        if (!is_alphanumeric(letter) && (i == 0 || !memchr("._-", letter, 3))) return false;
    }
    return true;
}

/* Overlong forms, surrogates and code points above U+10FFFF are not UTF-8. */
static void check_utf8(Bytes text) {
    for (size_t i = 0; i < text.length;) {
        uint8_t lead = text.at[i];
        size_t more = lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : 3;
        if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || text.length - i <= more) refuse("not UTF-8");
        for (size_t j = 1; j <= more; j++) {
            uint8_t low = 0x80, high = 0xbf;
            if (j == 1 && lead == 0xe0) low = 0xa0;
            if (j == 1 && lead == 0xed) high = 0x9f;
            if (j == 1 && lead == 0xf0) low = 0x90;
            if (j == 1 && lead == 0xf4) high = 0x8f;
            if (text.at[i + j] < low || text.at[i + j] > high) refuse("not UTF-8");
        }
        i += more + 1;
    }
}

static Json *claims_of(Bytes payload) {
    check_utf8(payload);
    const Json *value = json_parse(payload, true);
    for (int i = 0; i < 4; i++)
        if (!json_member(value, NAMES[i])) refuse("a claim is missing");
    const Json *session = json_member(value, "session"), *stream = json_member(value, "stream");
    Bytes role = as_text(json_member(value, "role"));
    bool is_admin = is_word(role, "admin");
    if (!is_name(session)) refuse("not a session name");
    if (!is_admin && !is_word(role, "peer")) refuse("not a role");
    if (stream->kind != JSON_NULL && !is_name(stream)) refuse("not a stream name");
    if ((stream->kind == JSON_NULL) != is_admin) refuse("a role with the stream of the other");
    Json *claims = json_new(JSON_OBJECT);
    json_put(claims, "session", json_text(session->text));
    json_put(claims, "role", json_text(role));
    json_put(claims, "stream", stream->kind == JSON_NULL ? json_new(JSON_NULL) : json_text(stream->text));
    json_put(claims, "exp", json_whole(as_whole(json_member(value, "exp"), -MAX_EXACT, MAX_EXACT)));
    return claims;
}

Json *token_decode(const Json *given, const Json *input) {
    (void)given;
    Token token = split(input);
    Json *read = json_new(JSON_OBJECT);
    json_put(read, "payload", json_text(to_hex(token.payload)));
    json_put(read, "mac", json_text(to_hex(token.mac)));
    json_put(read, "claims", claims_of(token.payload));
    return read;
}

static void must_be(const Json *given, const Json *claims, const char *name) {
    if (!same_bytes(as_text(json_member(given, name)), json_member(claims, name)->text)) refuse("bound to another one");
}

/* The signature is checked first: no payload is read before it is known to be ours. */
Json *token_verify(const Json *given, const Json *input) {
    Token token = split(input);
    if (!same_mac(token.mac, mac_of(given, token.payload, token.payload_text))) refuse("the signature is not ours");
    Json *claims = claims_of(token.payload);
    must_be(given, claims, "session");
    must_be(given, claims, "role");
    if (json_member(given, "stream") && is_word(json_member(claims, "role")->text, "peer")) must_be(given, claims, "stream");
    /* `exp` counts seconds and `now` milliseconds. A double is exact enough for the comparison. */
    double exp = (double)as_whole(json_member(claims, "exp"), -MAX_EXACT, MAX_EXACT);
    double now = (double)as_whole(json_member(given, "now"), -MAX_EXACT, MAX_EXACT);
    if (now >= exp * 1000) refuse("expired");
    return claims;
}

static Json *signed_token(const Json *given, Bytes payload) {
    Bytes text = encode_base64url(payload);
    Bytes mac = encode_base64url(mac_of(given, payload, text));
    Bytes token = {keep(text.length + mac.length + 3), text.length + mac.length + 3};
    memcpy(token.at, "p_", 2);
    memcpy(token.at + 2, text.at, text.length);
    token.at[2 + text.length] = '.';
    memcpy(token.at + 3 + text.length, mac.at, mac.length);
    return json_text(token);
}

Json *token_sign(const Json *given, const Json *input) { return signed_token(given, as_bytes(input)); }

Json *token_encode(const Json *given, const Json *input) {
    Json *ordered = json_new(JSON_OBJECT);
    for (int i = 0; i < 4; i++) {
        const Json *claim = json_member(input, NAMES[i]);
        if (!claim) refuse("a claim is missing");
        Json *copy = json_new(claim->kind);
        *copy = *claim;
        copy->next = NULL;
        json_put(ordered, NAMES[i], copy);
    }
    Bytes payload = json_write(ordered);
    claims_of(payload);
    return signed_token(given, payload);
}
