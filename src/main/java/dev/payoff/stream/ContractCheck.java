package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a contract expects with what came of playing it. A whole number is compared as it
 * stands, any other to as many decimals as it is written with; of an object only the fields that
 * are written; of a list everything. Pure.
 */
final class ContractCheck {

    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** What differs: where, what was expected, what was told. */
    record Difference(String where, String expected, String told) {

        @Override
        public String toString() {
            return where + "\n    - expected " + expected + "\n    + told     " + told;
        }
    }

    /**
     * What came of it.
     *
     * @param compared how many figures, states, episodes and frames were compared
     */
    record Result(int compared, List<Difference> differences) {}

    private final List<Difference> differences = new ArrayList<>();
    private int compared;

    private ContractCheck() {}

    /** Plays a contract and compares. */
    static Result check(Contract contract) {
        return new ContractCheck().all(contract);
    }

    private Result all(Contract contract) {
        for (Contract.Expected at : contract.figures()) {
            String where = "at " + at.at() + (at.known() == null ? "" : ", known at " + at.known());
            if (at.value() != null) {
                compare(where + ": value", at.value(), tree(ContractMoment.project(contract, at)));
            }
            at.metrics()
                    .forEach((key, expected) ->
                            compare(
                                    where + ": " + key,
                                    expected,
                                    tree(ContractMoment.metric(contract, at, key))));
        }
        ContractPlay.Told told = ContractPlay.play(contract);
        for (int i = 0; i < contract.states().size(); i++) {
            Contract.ExpectedState expected = contract.states().get(i);
            compared++;
            if (!expected.state().equals(told.states().get(i))) {
                differ(
                        "at " + expected.at() + ": state of " + expected.rule(),
                        expected.state(),
                        told.states().get(i));
            }
        }
        if (contract.episodes() != null) {
            list("episodes", contract.episodes(), told.episodes());
        }
        if (contract.frames() != null) {
            list("frames", contract.frames().are(), told.frames());
        }
        return new Result(compared, differences);
    }

    private void list(String where, List<JsonNode> expected, List<JsonObject> told) {
        for (int i = 0; i < Math.max(expected.size(), told.size()); i++) {
            String place = where + "[" + i + "]";
            if (i >= told.size()) {
                differ(place, expected.get(i).toString(), "nothing");
            } else if (i >= expected.size()) {
                differ(place, "nothing", told.get(i).encode());
            } else {
                compare(place, expected.get(i), tree(told.get(i)));
            }
        }
        compared++;
    }

    private void compare(String where, JsonNode expected, @Nullable JsonNode told) {
        if (expected.isObject()) {
            if (told == null || !told.isObject()) {
                differ(where, expected.toString(), String.valueOf(told));
                return;
            }
            expected.fields()
                    .forEachRemaining(field ->
                            compare(
                                    where + "." + field.getKey(),
                                    field.getValue(),
                                    told.get(field.getKey())));
        } else if (expected.isArray()) {
            if (told == null || told.size() != expected.size()) {
                differ(where, expected.toString(), String.valueOf(told));
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(where + "[" + i + "]", expected.get(i), told.get(i));
            }
        } else {
            compared++;
            if (told == null || !same(expected, told)) {
                differ(where, expected.asText(), told == null ? "no such field" : told.asText());
            }
        }
    }

    private void differ(String where, String expected, String told) {
        differences.add(new Difference(where, expected, told));
    }

    private static boolean same(JsonNode expected, JsonNode told) {
        if (expected.isNumber() && told.isNumber()) {
            BigDecimal wanted = expected.decimalValue();
            BigDecimal value = told.decimalValue();
            return (wanted.scale() <= 0
                                    ? value
                                    : value.setScale(wanted.scale(), RoundingMode.HALF_EVEN))
                            .compareTo(wanted)
                    == 0;
        }
        if (expected.isTextual() && told.isTextual()) {
            Instant wanted = instant(expected.asText());
            return wanted == null
                    ? expected.asText().equals(told.asText())
                    : wanted.equals(instant(told.asText()));
        }
        return expected.equals(told);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private static JsonNode tree(JsonObject told) {
        try {
            return EXACT.readTree(told.encode());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was told is not JSON.", e);
        }
    }
}
