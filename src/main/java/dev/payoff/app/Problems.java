package dev.payoff.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.payoff.app.Problem.Violation;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure means to the one who asked; pure. Answers empty for what nobody foresaw: a
 * fault of ours, about which the outside learns nothing but an id.
 */
public final class Problems {

    /** How many causes deep a failure is looked into. */
    private static final int MAX_DEPTH = 8;

    private Problems() {}

    /** The problem that this failure, or one that caused it, is known to be. */
    public static Optional<Problem> known(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Optional<Problem> problem = knownItself(at);
            if (problem.isPresent()) {
                return problem;
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static Optional<Problem> knownItself(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> Optional.of(e.problem());
            case ResteasyReactiveViolationException e -> validation(e);
            case JsonProcessingException e -> Optional.of(json(e));
            case WebApplicationException e -> web(e);
            case AuthenticationFailedException e -> Optional.of(unauthenticated());
            case UnauthorizedException e -> Optional.of(unauthenticated());
            case ForbiddenException e -> Optional.of(forbidden());
            default -> DatabaseProblems.known(failure);
        };
    }

    /** 401: nobody proved who they are. */
    public static Problem unauthenticated() {
        return Problem.of(
                401,
                "UNAUTHENTICATED",
                "Not logged in",
                "This needs a login, a token or an API key that is valid now.",
                "Send Authorization: Bearer <token or API key>, or log in.");
    }

    /** 403: known, but not allowed. */
    public static Problem forbidden() {
        return Problem.of(
                403,
                "FORBIDDEN",
                "Not allowed",
                "Your role does not allow this.",
                "Ask an administrator of your tenant for a role that does.");
    }

    /** The problem of a bare HTTP status. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> unauthenticated();
            case 403 -> forbidden();
            case 404 ->
                    Problem.of(
                            404,
                            "NO_SUCH_ROUTE",
                            "Not found",
                            "Nothing is served at this path, or the id in it is not well-formed.",
                            "The API's description is at /q/openapi.");
            case 405 ->
                    Problem.of(
                            405,
                            "METHOD_NOT_ALLOWED",
                            "Method not allowed",
                            "This path does not answer this method.",
                            "The API's description is at /q/openapi.");
            case 406 ->
                    Problem.of(
                            406,
                            "NOT_ACCEPTABLE",
                            "Not acceptable",
                            "This cannot be served in the media type that Accept asks for.",
                            "Accept application/json.");
            case 413 ->
                    Problem.of(
                            413,
                            "TOO_LARGE",
                            "Too large",
                            "The body is larger than this server takes in one request.",
                            "Send it in several requests.");
            case 415 ->
                    Problem.of(
                            415,
                            "UNSUPPORTED_MEDIA_TYPE",
                            "Unsupported media type",
                            "The body's Content-Type is not one that this path takes.",
                            "Send Content-Type: application/json.");
            case 503 -> DatabaseProblems.unavailable();
            default ->
                    Problem.of(
                            status,
                            "HTTP_" + status,
                            status < 500 ? "Not a valid request" : "Failed",
                            "The request ended with HTTP status " + status + ".",
                            null);
        };
    }

    private static Optional<Problem> web(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (e.getCause() instanceof JsonProcessingException json) {
            return Optional.of(json(json));
        }
        return status >= 400 && status != 500 ? Optional.of(ofStatus(status)) : Optional.empty();
    }

    private static Problem json(JsonProcessingException e) {
        return new Problem(
                "Malformed JSON", 400, "MALFORMED_JSON", jsonDetail(e), jsonRemedy(e), null);
    }

    private static String jsonDetail(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String what =
                switch (e) {
                    case UnrecognizedPropertyException unknown ->
                            "There is no property '" + shown(unknown.getPropertyName()) + "' here";
                    case InvalidFormatException format ->
                            "'" + path + "' is not a valid " + kind(format.getTargetType());
                    case JsonMappingException mapping when !path.isEmpty() ->
                            "'" + path + "' is not what belongs there";
                    case JsonMappingException mapping -> "The body is not what belongs there";
                    default -> "The body is not well-formed JSON";
                };
        JsonLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? what + "."
                : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ").";
    }

    private static @Nullable String jsonRemedy(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown
                && unknown.getKnownPropertyIds() != null) {
            return "Known here: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (e instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return "One of: "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        return "The shapes of all bodies are described at /q/openapi.";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getFieldName()));
            }
        }
        return path.toString();
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "value";
        }
        return type.isEnum() ? "choice" : type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Names come from outside; long ones are cut and control characters are not echoed. */
    private static String shown(String name) {
        String cut = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static Optional<Problem> validation(ResteasyReactiveViolationException e) {
        boolean ofOurAnswer =
                e.getConstraintViolations().stream()
                        .map(ConstraintViolation::getPropertyPath)
                        .anyMatch(Problems::isReturnValue);
        if (ofOurAnswer) {
            return Optional.empty();
        }
        List<Violation> violations =
                e.getConstraintViolations().stream()
                        .map(v -> new Violation(field(v.getPropertyPath()), v.getMessage()))
                        .sorted(
                                Comparator.comparing(Violation::field)
                                        .thenComparing(Violation::message))
                        .toList();
        String first =
                violations.isEmpty()
                        ? "Something is not valid"
                        : "'"
                                + violations.getFirst().field()
                                + "' "
                                + violations.getFirst().message();
        String more = violations.size() > 1 ? ", and " + (violations.size() - 1) + " more." : ".";
        return Optional.of(
                new Problem(
                        "Not valid",
                        400,
                        "VALIDATION",
                        first + more,
                        "Correct the fields that are listed in violations.",
                        violations));
    }

    private static boolean isReturnValue(Path path) {
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** The path within the body, or the name of the parameter where that itself is refused. */
    private static String field(Path path) {
        StringBuilder field = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR, BEAN, CROSS_PARAMETER, RETURN_VALUE -> {}
                case PARAMETER -> parameter = node.getName();
                case PROPERTY, CONTAINER_ELEMENT -> {
                    if (node.isInIterable() && node.getIndex() != null) {
                        field.append('[').append(node.getIndex()).append(']');
                    }
                    if (node.getKind() == ElementKind.PROPERTY) {
                        field.append(field.isEmpty() ? "" : ".").append(node.getName());
                    }
                }
            }
        }
        return field.isEmpty() ? parameter : field.toString();
    }
}
