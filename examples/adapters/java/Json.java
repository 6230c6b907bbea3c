import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of JSON that an adapter needs: maps, lists and BigDecimal. In your own adapter, use a library. */
final class Json {
    private static final int MAX_DEPTH = 32;

    private final String text;
    /** Rejects where parsers disagree: a duplicate name, a lone surrogate, deep nesting. */
    private final boolean strict;
    private int at;

    private Json(String text, boolean strict) {
        this.text = text;
        this.strict = strict;
    }

    static Object parse(String text) {
        return new Json(text, false).whole();
    }

    static Object parseStrictly(String text) {
        return new Json(text, true).whole();
    }

    private Object whole() {
        Object value = value(0);
        blank();
        if (at < text.length()) throw new Refused("not JSON at " + at);
        return value;
    }

    private Object value(int depth) {
        blank();
        if (at == text.length()) throw new Refused("JSON that ends early");
        char first = text.charAt(at);
        if (first == '{' || first == '[') {
            if (strict && depth == MAX_DEPTH) throw new Refused("nested too deep");
            return first == '{' ? object(depth) : list(depth);
        }
        if (first == '"') return string();
        if (word("true")) return true;
        if (word("false")) return false;
        if (word("null")) return null;
        return number();
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        blank();
        if (taken('}')) return members;
        do {
            blank();
            String name = string();
            blank();
            expect(':');
            if (strict && members.containsKey(name)) throw new Refused("a member name occurs twice");
            members.put(name, value(depth + 1));
            blank();
        } while (taken(','));
        expect('}');
        return members;
    }

    private List<Object> list(int depth) {
        List<Object> items = new ArrayList<>();
        at++;
        blank();
        if (taken(']')) return items;
        do {
            items.add(value(depth + 1));
            blank();
        } while (taken(','));
        expect(']');
        return items;
    }

    private String string() {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (true) {
            if (at == text.length()) throw new Refused("a string does not end");
            char next = text.charAt(at++);
            if (next == '"') break;
            if (next < ' ') throw new Refused("a control character in a string");
            read.append(next == '\\' ? escaped() : next);
        }
        if (strict && hasLoneSurrogate(read)) throw new Refused("a lone surrogate");
        return read.toString();
    }

    private char escaped() {
        char mark = at < text.length() ? text.charAt(at++) : '\0';
        int known = "\"\\/bfnrt".indexOf(mark);
        if (known >= 0 && mark != '\0') return "\"\\/\b\f\n\r\t".charAt(known);
        if (mark != 'u' || at + 4 > text.length()) throw new Refused("an unknown escape");
        String digits = text.substring(at, at + 4);
        if (!digits.matches("[0-9A-Fa-f]{4}")) throw new Refused("an unknown escape");
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private static boolean hasLoneSurrogate(CharSequence read) {
        return read.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789Ee".indexOf(text.charAt(at)) >= 0) at++;
        String digits = text.substring(start, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) throw new Refused("not JSON at " + start);
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException tooLong) {
            throw new Refused("a number out of range");
        }
    }

    private boolean word(String word) {
        if (!text.startsWith(word, at)) return false;
        at += word.length();
        return true;
    }

    private boolean taken(char wanted) {
        if (at == text.length() || text.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!taken(wanted)) throw new Refused("not JSON at " + at);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    /** ASCII only, so that no terminal encoding changes it. */
    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map) {
            String separator = "{";
            for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                text.append(separator);
                writeText((String) member.getKey(), text);
                text.append(':');
                write(member.getValue(), text);
                separator = ",";
            }
            text.append(((Map<?, ?>) value).isEmpty() ? "{}" : "}");
        } else if (value instanceof List) {
            String separator = "[";
            for (Object item : (List<?>) value) {
                text.append(separator);
                write(item, text);
                separator = ",";
            }
            text.append(((List<?>) value).isEmpty() ? "[]" : "]");
        } else if (value instanceof String) {
            writeText((String) value, text);
        } else {
            text.append(value);
        }
    }

    private static void writeText(String value, StringBuilder text) {
        text.append('"');
        for (char letter : value.toCharArray()) {
            if (letter == '"' || letter == '\\') text.append('\\').append(letter);
            else if (letter < ' ' || letter > '~') text.append(String.format("\\u%04x", (int) letter));
            else text.append(letter);
        }
        text.append('"');
    }
}
