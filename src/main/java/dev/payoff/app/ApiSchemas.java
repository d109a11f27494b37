package dev.payoff.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Tells in the API's description what the records tell in Java: a component that is not
 * {@code @Nullable} is always there, one that is may be null. Without it a client generated from
 * the description could not tell an unknown figure from one that nobody promised. Runs once, when
 * the application is built.
 *
 * <p>A schema is known by the names of its properties: those of a record, and no other way is open,
 * since schemas bear numbers where two records share a name. Where several records have the same
 * names, only what all of them promise is told. What is only ever sent to us keeps the description
 * that its validation gives it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiSchemas implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName PROPERTY =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");
    private static final DotName UNWRAPPED =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");
    private static final DotName IGNORED =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonIgnore");
    private static final DotName FILLED = DotName.createSimple(Filled.class);
    private static final DotName INCLUDED =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    private final IndexView index;

    /**
     * What a record promises of one property.
     *
     * @param filled whether it may be left out by who sends it
     * @param nullableParts whether the values of the map, or the items of the list, may be null
     */
    private record Promise(
            boolean nullable,
            boolean leftOutIfNull,
            boolean primitive,
            boolean filled,
            boolean nullableParts) {

        Promise weaker(Promise other) {
            return new Promise(
                    nullable || other.nullable,
                    leftOutIfNull || other.leftOutIfNull,
                    primitive || other.primitive,
                    filled || other.filled,
                    nullableParts || other.nullableParts);
        }
    }

    /** Made by Quarkus, with what it knows of the application's classes. */
    public ApiSchemas(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getComponents() == null) {
            return;
        }
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        List<Operation> operations =
                api.getPaths().getPathItems().values().stream()
                        .flatMap(path -> path.getOperations().values().stream())
                        .toList();
        Set<String> answered =
                ApiReach.reached(schemas, operations.stream().flatMap(ApiReach::answers));
        Set<String> asked =
                ApiReach.reached(schemas, operations.stream().flatMap(ApiReach::questions));
        Map<Set<String>, Map<String, Promise>> records = records();
        Set<String> all = new TreeSet<>(answered);
        all.addAll(asked);
        for (String name : all) {
            Schema schema = schemas.get(name);
            Map<String, Schema> properties = schema == null ? null : schema.getProperties();
            if (schema != null && properties != null) {
                Map<String, Promise> promises = records.get(Set.copyOf(properties.keySet()));
                if (promises != null && answered.contains(name)) {
                    tell(schema, properties, promises, asked.contains(name));
                }
                if (promises != null && asked.contains(name)) {
                    letOut(schema, promises);
                }
            }
        }
    }

    /** What is filled in may be left out by who sends it, whatever validation says of it then. */
    private static void letOut(Schema schema, Map<String, Promise> promises) {
        if (schema.getRequired() != null) {
            schema.setRequired(
                    schema.getRequired().stream()
                            .filter(name ->
                                    !promises.containsKey(name) || !promises.get(name).filled)
                            .toList());
        }
    }

    private static void tell(
            Schema schema,
            Map<String, Schema> properties,
            Map<String, Promise> promises,
            boolean askedToo) {
        Set<String> required = new TreeSet<>();
        Map.copyOf(properties)
                .forEach((name, property) -> {
                    Promise promise = Objects.requireNonNull(promises.get(name));
                    boolean optional =
                            askedToo
                                    ? promise.nullable || promise.primitive
                                    : promise.nullable && promise.leftOutIfNull;
                    if (!optional) {
                        required.add(name);
                    }
                    if (promise.nullableParts) {
                        partsOrNull(property);
                    }
                    if (promise.nullable && !promise.leftOutIfNull) {
                        schema.addProperty(name, orNull(property));
                    }
                });
        if (askedToo && schema.getRequired() != null) {
            required.addAll(schema.getRequired());
        }
        schema.setRequired(List.copyOf(required));
    }

    private static void partsOrNull(Schema schema) {
        if (schema.getAdditionalPropertiesSchema() != null) {
            schema.setAdditionalPropertiesSchema(orNull(schema.getAdditionalPropertiesSchema()));
        }
        if (schema.getItems() != null) {
            schema.setItems(orNull(schema.getItems()));
        }
    }

    /** An enumeration lists all that is allowed, so that null beside its type would be refused. */
    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null || schema.getEnumeration() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        return schema.getType() == null || schema.getType().contains(SchemaType.NULL)
                ? schema
                : schema.addType(SchemaType.NULL);
    }

    // -- The records

    private Map<Set<String>, Map<String, Promise>> records() {
        Map<Set<String>, Map<String, Promise>> found = new HashMap<>();
        for (ClassInfo type : index.getKnownClasses()) {
            if (type.isRecord()) {
                Map<String, Promise> promises = promises(type);
                found.merge(Set.copyOf(promises.keySet()), promises, ApiSchemas::weaker);
            }
        }
        return found;
    }

    private static Map<String, Promise> weaker(
            Map<String, Promise> one, Map<String, Promise> other) {
        Map<String, Promise> both = new HashMap<>(one);
        other.forEach((name, promise) -> both.merge(name, promise, Promise::weaker));
        return both;
    }

    private Map<String, Promise> promises(ClassInfo type) {
        Map<String, Promise> promises = new HashMap<>();
        boolean leftOut = leavesOutNull(type.declaredAnnotation(INCLUDED));
        for (RecordComponentInfo component : type.unsortedRecordComponents()) {
            ClassInfo inner =
                    annotation(component, UNWRAPPED) == null
                            ? null
                            : index.getClassByName(component.type().name());
            if (inner != null) {
                promises.putAll(promises(inner));
            } else if (annotation(component, IGNORED) == null) {
                promises.put(
                        nameOf(component),
                        new Promise(
                                component.type().hasAnnotation(NULLABLE)
                                        || component.field().type().hasAnnotation(NULLABLE),
                                leftOut || leavesOutNull(annotation(component, INCLUDED)),
                                component.type().kind() == Type.Kind.PRIMITIVE,
                                component.hasAnnotation(FILLED),
                                hasNullableParts(component.type())
                                        || hasNullableParts(component.field().type())));
            }
        }
        return promises;
    }

    /** Of a map its values, of a list its items. */
    private static boolean hasNullableParts(Type type) {
        return type.kind() == Type.Kind.PARAMETERIZED_TYPE
                && type.asParameterizedType().arguments().getLast().hasAnnotation(NULLABLE);
    }

    private static boolean leavesOutNull(@Nullable AnnotationInstance included) {
        return included != null && included.value().asEnum().equals("NON_NULL");
    }

    private static String nameOf(RecordComponentInfo component) {
        AnnotationInstance named = annotation(component, PROPERTY);
        return named == null || named.value() == null ? component.name() : named.value().asString();
    }

    private static @Nullable AnnotationInstance annotation(
            RecordComponentInfo component, DotName name) {
        AnnotationInstance onField = component.field().annotation(name);
        return onField == null ? component.annotation(name) : onField;
    }
}
