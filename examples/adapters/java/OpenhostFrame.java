import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read. */
final class OpenhostFrame {
    private static final long MAX_PAYLOAD = (1 << 24) - 1;
    private static final int V1_HEADER = 5;
    private static final int V2_HEADER = 10;
    private static final Set<Long> WITH_PAYLOAD = Set.of(0x01L, 0x02L, 0x11L, 0x12L, 0x20L, 0x21L, 0x30L, 0x31L, 0x32L, 0xf0L);
    private static final Set<Long> EMPTY = Set.of(0x03L, 0x13L, 0xfeL, 0xffL);

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final int size;

    private OpenhostFrame(long type, long requestId, byte[] payload, int size) {
        json.put("type", type);
        json.put("request_id", requestId);
        json.put("payload", Given.hex(payload));
        this.size = size;
    }

    static Object encode(Map<String, Object> given, Object input) {
        Map<String, Object> frame = Given.object(input);
        long type = Given.whole(frame.get("type"));
        long requestId = Given.whole(frame.get("request_id"), 0, 0xffffffffL);
        byte[] payload = Given.bytes(frame.get("payload"));
        checkHeader(type, payload.length);
        ByteBuffer bytes = ByteBuffer.allocate(V2_HEADER + payload.length);
        bytes.put((byte) 0).put((byte) type).putInt((int) requestId).putInt(payload.length).put(payload);
        return Given.hex(bytes.array());
    }

    static Object decode(Map<String, Object> given, Object input) {
        byte[] bytes = Given.bytes(input);
        OpenhostFrame frame = first(bytes);
        if (frame == null) throw new Refused("truncated");
        if (frame.size < bytes.length) throw new Refused((bytes.length - frame.size) + " bytes behind the frame");
        return frame.json;
    }

    /** The complete frames in chunks of any size, and the number of bytes left over. */
    static Object stream(Map<String, Object> given, Object input) {
        byte[] held = new byte[0];
        List<Object> frames = new ArrayList<>();
        for (Object chunk : Given.list(input)) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            joined.writeBytes(held);
            joined.writeBytes(Given.bytes(chunk));
            held = joined.toByteArray();
            for (OpenhostFrame frame = first(held); frame != null; frame = first(held)) {
                frames.add(frame.json);
                held = Arrays.copyOfRange(held, frame.size, held.length);
            }
        }
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("frames", frames);
        read.put("pending", held.length);
        return read;
    }

    /** The first frame, or null if bytes are missing. A bad header is rejected before its payload arrives. */
    private static OpenhostFrame first(byte[] bytes) {
        boolean isV2 = bytes.length > 0 && bytes[0] == 0;
        int header = isV2 ? V2_HEADER : V1_HEADER;
        if (bytes.length < header) return null;
        ByteBuffer read = ByteBuffer.wrap(bytes).order(isV2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (isV2) read.get();
        long type = read.get() & 0xff;
        long requestId = isV2 ? read.getInt() & 0xffffffffL : 0;
        long length = read.getInt() & 0xffffffffL;
        checkHeader(type, length);
        if (bytes.length < header + length) return null;
        int size = header + (int) length;
        return new OpenhostFrame(type, requestId, Arrays.copyOfRange(bytes, header, size), size);
    }

    private static void checkHeader(long type, long length) {
        if (!WITH_PAYLOAD.contains(type) && !EMPTY.contains(type)) throw new Refused("type " + type + " is reserved");
        if (length > MAX_PAYLOAD) throw new Refused(length + " bytes announced");
        if (EMPTY.contains(type) && length > 0) throw new Refused("a payload where none belongs");
    }
}
