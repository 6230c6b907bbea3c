import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A conform adapter: JSON Lines on standard input and output. Replace the codecs in PunchToken and OpenhostFrame
 * and list their operations in STRUCTURES. Standard error is free for your output.
 */
final class Adapter {
    /** Returns the result, or throws Refused to reject the input. */
    interface Operation {
        Object apply(Map<String, Object> given, Object input);
    }

    private static final Map<String, Map<String, Operation>> STRUCTURES = new TreeMap<>(Map.of(
        "punch/token", Map.of(
            "decode", PunchToken::decode,
            "verify", PunchToken::verify,
            "sign", PunchToken::sign,
            "encode", PunchToken::encode),
        "openhost/frame", Map.of(
            "encode", OpenhostFrame::encode,
            "decode", OpenhostFrame::decode,
            "stream", OpenhostFrame::stream)));

    public static void main(String[] words) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Map<String, Object> request = Given.object(Json.parse(line));
            answers.print(Json.write(request.containsKey("hello") ? hello() : answer(request)) + "\n");
            answers.flush();
        }
    }

    private static Map<String, Object> hello() {
        Map<String, Object> structures = new LinkedHashMap<>();
        STRUCTURES.forEach((name, operations) -> structures.put(name, new ArrayList<>(new TreeMap<>(operations).keySet())));
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("name", "conform-java-example");
        about.put("version", "1.0.0");
        about.put("structures", structures);
        Map<String, Object> hello = new LinkedHashMap<>();
        hello.put("conform", 1);
        hello.put("hello", about);
        return hello;
    }

    private static Map<String, Object> answer(Map<String, Object> request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", request.get("id"));
        String structure = Given.text(request.get("structure"));
        String op = Given.text(request.get("op"));
        Operation operation = STRUCTURES.getOrDefault(structure, Map.of()).get(op);
        if (operation == null) {
            answer.put("unsupported", structure + " " + op);
            return answer;
        }
        try {
            answer.put("accept", operation.apply(Given.object(request.get("given")), request.get("input")));
        } catch (Refused refused) {
            answer.put("reject", refused.getMessage());
        } catch (RuntimeException defect) { // a defect of this program is not a rejection
            answer.put("error", defect.toString());
        }
        return answer;
    }
}
