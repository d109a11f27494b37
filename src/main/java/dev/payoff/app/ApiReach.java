package dev.payoff.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Which schemas of the API's description its operations lead to. */
final class ApiReach {

    private static final String REFERENCE = "#/components/schemas/";

    private ApiReach() {}

    /** What an operation may answer with. */
    static Stream<Content> answers(Operation operation) {
        return operation.getResponses().getAPIResponses().values().stream()
                .map(APIResponse::getContent)
                .filter(Objects::nonNull);
    }

    /** What an operation may be asked with. */
    static Stream<Content> questions(Operation operation) {
        return Stream.ofNullable(operation.getRequestBody())
                .map(body -> body.getContent())
                .filter(Objects::nonNull);
    }

    /** The names of the schemas that contents lead to, by whatever way. */
    static Set<String> reached(Map<String, Schema> schemas, Stream<Content> contents) {
        Set<String> reached = new TreeSet<>();
        Deque<Schema> open = new ArrayDeque<>();
        contents.flatMap(content -> content.getMediaTypes().values().stream())
                .map(media -> media.getSchema())
                .filter(Objects::nonNull)
                .forEach(open::add);
        while (!open.isEmpty()) {
            Schema schema = open.remove();
            String reference = schema.getRef();
            if (reference == null) {
                open.addAll(parts(schema));
            } else if (reference.startsWith(REFERENCE)) {
                String name = reference.substring(REFERENCE.length());
                Schema named = schemas.get(name);
                if (named != null && reached.add(name)) {
                    open.add(named);
                }
            }
        }
        return reached;
    }

    private static List<Schema> parts(Schema schema) {
        List<Schema> parts = new ArrayList<>();
        if (schema.getProperties() != null) {
            parts.addAll(schema.getProperties().values());
        }
        for (List<Schema> some :
                List.of(
                        orNone(schema.getAllOf()),
                        orNone(schema.getAnyOf()),
                        orNone(schema.getOneOf()))) {
            parts.addAll(some);
        }
        if (schema.getItems() != null) {
            parts.add(schema.getItems());
        }
        if (schema.getAdditionalPropertiesSchema() != null) {
            parts.add(schema.getAdditionalPropertiesSchema());
        }
        return parts;
    }

    private static List<Schema> orNone(@Nullable List<Schema> schemas) {
        return schemas == null ? List.of() : schemas;
    }
}
