package dev.payoff.docs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares an answer with the part of it that a document shows: what is shown must be there,
 * numbers to the digits that are shown; there may be more.
 */
final class Shown {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** How the last JSON value of an output differs from what is shown; empty if it does not. */
    static List<String> differences(String shown, String output) {
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            List<JsonNode> answers = values.readAll();
            if (answers.isEmpty()) {
                return List.of("there was no answer");
            }
            List<String> differences = new ArrayList<>();
            compare("", JSON.readTree(shown), answers.getLast(), differences);
            return differences;
        } catch (java.io.IOException e) {
            return List.of("not JSON: " + output);
        }
    }

    private static void compare(String at, JsonNode shown, JsonNode found, List<String> into) {
        if (shown.isObject() && found.isObject()) {
            for (Map.Entry<String, JsonNode> field : shown.properties()) {
                JsonNode other = found.get(field.getKey());
                String below = at + "/" + field.getKey();
                if (other == null) {
                    into.add(below + " is missing");
                } else {
                    compare(below, field.getValue(), other, into);
                }
            }
        } else if (shown.isArray() && found.isArray()) {
            compareElements(at, shown, found, into);
        } else if (shown.isNumber() && found.isNumber()) {
            BigDecimal digits = shown.decimalValue();
            BigDecimal half =
                    digits.scale() > 0
                            ? new BigDecimal("0.5").movePointLeft(digits.scale())
                            : BigDecimal.ZERO;
            if (digits.subtract(found.decimalValue()).abs().compareTo(half) > 0) {
                into.add(at + " is " + found + ", shown as " + shown);
            }
        } else if (!shown.equals(found)) {
            into.add(at + " is " + found + ", shown as " + shown);
        }
    }

    private static void compareElements(
            String at, JsonNode shown, JsonNode found, List<String> into) {
        if (shown.isEmpty() && !found.isEmpty()) {
            into.add(at + " is " + found + ", shown as empty");
        }
        for (JsonNode element : shown) {
            boolean there = false;
            for (JsonNode candidate : found) {
                List<String> differences = new ArrayList<>();
                compare(at, element, candidate, differences);
                there |= differences.isEmpty();
            }
            if (!there) {
                into.add(at + " has no " + element + " but " + found);
            }
        }
    }

    private Shown() {}
}
