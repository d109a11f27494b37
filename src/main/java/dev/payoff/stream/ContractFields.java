package dev.payoff.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a contract: each is taken once, and one that nobody takes is a fault.
 */
final class ContractFields {

    private final String where;
    private final JsonNode object;
    private final Set<String> taken = new HashSet<>();

    ContractFields(String where, JsonNode object) {
        this.where = where;
        this.object = object;
        if (!object.isObject()) {
            throw new ContractFault(where, "fields are wanted here, not " + object + ".");
        }
    }

    String where(String field) {
        return where.isEmpty() ? field : where + "." + field;
    }

    /** Null where it is absent or null. */
    @Nullable JsonNode node(String field) {
        taken.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    @Nullable String textOrNull(String field) {
        JsonNode node = node(field);
        if (node != null && !node.isValueNode()) {
            throw new ContractFault(where(field), "a text is wanted.");
        }
        return node == null ? null : node.asText();
    }

    String text(String field) {
        return present(field, textOrNull(field));
    }

    String text(String field, String otherwise) {
        String text = textOrNull(field);
        return text == null ? otherwise : text;
    }

    @Nullable BigDecimal numberOrNull(String field) {
        JsonNode node = node(field);
        return node == null ? null : number(where(field), node.asText());
    }

    BigDecimal number(String field) {
        return present(field, numberOrNull(field));
    }

    int number(String field, int otherwise) {
        BigDecimal number = numberOrNull(field);
        return number == null ? otherwise : number.intValueExact();
    }

    static BigDecimal number(String where, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new ContractFault(where, "'" + text + "' is not a number.");
        }
    }

    @Nullable Instant instantOrNull(String field) {
        String text = textOrNull(field);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new ContractFault(
                    where(field), "'" + text + "' is not a time; write 2026-11-21T09:30:00Z.");
        }
    }

    Instant instant(String field) {
        return present(field, instantOrNull(field));
    }

    Duration duration(String field, Duration otherwise) {
        String text = textOrNull(field);
        if (text == null) {
            return otherwise;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ContractFault(where(field), "'" + text + "' is not a duration; write PT1H.");
        }
    }

    <E extends Enum<E>> E oneOf(String field, Class<E> names) {
        String text = text(field);
        try {
            return Enum.valueOf(names, text);
        } catch (IllegalArgumentException e) {
            throw new ContractFault(
                    where(field),
                    "'" + text + "' is none of " + List.of(names.getEnumConstants()) + ".");
        }
    }

    /** The objects of a list; none where it is absent. */
    List<ContractFields> objects(String field) {
        JsonNode node = node(field);
        List<ContractFields> objects = new ArrayList<>();
        if (node != null) {
            requireList(field, node);
            for (int i = 0; i < node.size(); i++) {
                objects.add(new ContractFields(where(field) + "[" + i + "]", node.get(i)));
            }
        }
        return objects;
    }

    /** The items of a list as they stand; null where it is absent. */
    @Nullable List<JsonNode> items(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        requireList(field, node);
        List<JsonNode> items = new ArrayList<>();
        node.forEach(items::add);
        return items;
    }

    private void requireList(String field, JsonNode node) {
        if (!node.isArray()) {
            throw new ContractFault(where(field), "a list is wanted.");
        }
    }

    /** What was not taken was not understood. */
    void done() {
        object.fieldNames()
                .forEachRemaining(field -> {
                    if (!taken.contains(field)) {
                        throw new ContractFault(
                                where(field),
                                "there is no such field; there are "
                                        + taken.stream().sorted().toList()
                                        + ".");
                    }
                });
    }

    JsonNode all() {
        object.fieldNames().forEachRemaining(taken::add);
        return object;
    }

    private <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new ContractFault(where(field), "is missing.");
        }
        return value;
    }
}
