import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)). */
final class PunchToken {
    private static final int MAX_LENGTH = 8192;
    private static final int MAC_LENGTH = 32;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final byte[] payload;
    private final byte[] mac;
    private final String payloadText;

    private PunchToken(String text) {
        if (text.length() > MAX_LENGTH) throw new Refused("too long");
        if (!text.startsWith("p_")) throw new Refused("no p_ in front");
        int dot = text.indexOf('.');
        if (dot < 0) throw new Refused("no signature");
        payloadText = text.substring(2, dot);
        payload = decodeBase64url(payloadText);
        mac = decodeBase64url(text.substring(dot + 1));
        if (mac.length != MAC_LENGTH) throw new Refused("a signature of " + mac.length + " bytes");
    }

    static Object decode(Map<String, Object> given, Object input) {
        PunchToken token = new PunchToken(Given.text(input));
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("payload", Given.hex(token.payload));
        read.put("mac", Given.hex(token.mac));
        read.put("claims", claims(token.payload));
        return read;
    }

    /** The signature is checked first: no payload is read before it is known to be ours. */
    static Object verify(Map<String, Object> given, Object input) {
        PunchToken token = new PunchToken(Given.text(input));
        if (!MessageDigest.isEqual(token.mac, mac(given, token.payload, token.payloadText))) {
            throw new Refused("the signature is not ours");
        }
        Map<String, Object> claims = claims(token.payload);
        if (!claims.get("session").equals(given.get("session"))) throw new Refused("bound to another session");
        if (!claims.get("role").equals(given.get("role"))) throw new Refused("another role");
        boolean isBound = given.containsKey("stream") && claims.get("role").equals("peer");
        if (isBound && !claims.get("stream").equals(given.get("stream"))) throw new Refused("bound to another stream");
        // `exp` counts seconds and `now` milliseconds. Divided, so that no product overflows.
        if (Math.floorDiv(Given.whole(given.get("now")), 1000) >= (long) claims.get("exp")) throw new Refused("expired");
        return claims;
    }

    static Object sign(Map<String, Object> given, Object input) {
        return sign(given, Given.bytes(input));
    }

    static Object encode(Map<String, Object> given, Object input) {
        Map<String, Object> wanted = Given.object(input);
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String name : new String[] {"session", "role", "stream", "exp"}) {
            if (!wanted.containsKey(name)) throw new Refused("no " + name);
            ordered.put(name, wanted.get(name));
        }
        byte[] payload = Json.write(ordered).getBytes(StandardCharsets.UTF_8);
        claims(payload);
        return sign(given, payload);
    }

    private static String sign(Map<String, Object> given, byte[] payload) {
        String text = encodeBase64url(payload);
        return "p_" + text + "." + encodeBase64url(mac(given, payload, text));
    }

    /** The RFC signs the octets of the payload; the dialect `text` signs its base64url text. */
    private static byte[] mac(Map<String, Object> given, byte[] payload, String payloadText) {
        boolean isText = "text".equals(given.get("dialect"));
        byte[] secret = Given.bytes(given.get("secret"));
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            // Java rejects an empty key. HMAC pads keys with zeros, so one zero byte is the same key.
            hmac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, "HmacSHA256"));
            return hmac.doFinal(isText ? payloadText.getBytes(StandardCharsets.US_ASCII) : payload);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> claims(byte[] payload) {
        Map<String, Object> value = Given.object(Json.parseStrictly(utf8(payload)));
        for (String name : new String[] {"session", "role", "stream", "exp"}) {
            if (!value.containsKey(name)) throw new Refused("no " + name);
        }
        Object session = value.get("session");
        Object role = value.get("role");
        Object stream = value.get("stream");
        if (!isName(session)) throw new Refused("not a session name");
        if (!"admin".equals(role) && !"peer".equals(role)) throw new Refused("not a role");
        if (stream != null && !isName(stream)) throw new Refused("not a stream name");
        if ((stream == null) != "admin".equals(role)) throw new Refused(role + " with " + stream);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("session", session);
        claims.put("role", role);
        claims.put("stream", stream);
        claims.put("exp", Given.whole(value.get("exp")));
        return claims;
    }

    private static boolean isName(Object value) {
        return value instanceof String && ((String) value).matches(NAME);
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException error) {
            throw new Refused("not UTF-8");
        }
    }

    private static String encodeBase64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Java's decoder accepts unused bits and padding, so this checks for the canonical spelling. */
    private static byte[] decodeBase64url(String text) {
        if (!text.matches("[A-Za-z0-9_-]*+") || text.length() % 4 == 1) throw new Refused("not base64url");
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!encodeBase64url(bytes).equals(text)) throw new Refused("base64url with bits left over");
        return bytes;
    }
}
