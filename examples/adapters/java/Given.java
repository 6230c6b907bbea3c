import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Reads the JSON of a request. */
final class Given {
    static final long MAX_EXACT = (1L << 53) - 1;

    private Given() {}

    static String text(Object value) {
        if (value instanceof String) return (String) value;
        throw new Refused("not a text");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        if (value instanceof Map) return (Map<String, Object>) value;
        throw new Refused("not an object");
    }

    static List<?> list(Object value) {
        if (value instanceof List) return (List<?>) value;
        throw new Refused("not a list");
    }

    /** Bytes are lower-case hex. */
    static byte[] bytes(Object value) {
        String hex = text(value);
        if (hex.length() % 2 != 0 || !hex.matches("[0-9a-f]*+")) throw new Refused("not hex");
        byte[] bytes = new byte[hex.length() / 2];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(hex.substring(2 * at, 2 * at + 2), 16);
        }
        return bytes;
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte one : bytes) {
            text.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return text.toString();
    }

    /** 1.0 and 1e3 are whole numbers in JSON. The bounds are checked before 1e999999 is expanded. */
    static long whole(Object value, long low, long high) {
        if (value instanceof BigDecimal) {
            BigDecimal number = (BigDecimal) value;
            boolean fits = number.compareTo(BigDecimal.valueOf(low)) >= 0 && number.compareTo(BigDecimal.valueOf(high)) <= 0;
            if (fits && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0)) return number.longValue();
        }
        throw new Refused("not a whole number from " + low + " to " + high);
    }

    static long whole(Object value) {
        return whole(value, -MAX_EXACT, MAX_EXACT);
    }
}
