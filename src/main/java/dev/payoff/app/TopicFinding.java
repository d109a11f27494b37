package dev.payoff.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found out about one topic at start. */
sealed interface TopicFinding {

    /** The topic. */
    String topic();

    /** It was there, as declared. */
    record AsDeclared(String topic) implements TopicFinding {}

    /** It was missing and has been created. */
    record Created(String topic) implements TopicFinding {}

    /** It was there, but not as declared; each difference is a sentence. */
    record Differs(String topic, List<String> differences) implements TopicFinding {}

    /** It is missing, and this application is told not to create topics. */
    record Missing(String topic) implements TopicFinding {}

    /** It is missing, and the brokers refuse to create it or to tell of it. */
    record Refused(String topic, String reason) implements TopicFinding {}

    /** Compares an existing topic with its declaration. */
    static TopicFinding compare(TopicDeclaration declared, TopicDeclaration.Actual actual) {
        List<String> differences = new ArrayList<>();
        if (actual.partitions() != declared.partitions()) {
            differences.add(difference("partitions", actual.partitions(), declared.partitions()));
        }
        if (actual.replication() != declared.replication()) {
            differences.add(
                    difference("replication", actual.replication(), declared.replication()));
        }
        declared.config()
                .forEach((key, value) -> {
                    @Nullable String found = actual.config().get(key);
                    if (!value.equals(found)) {
                        differences.add(difference(key, found, value));
                    }
                });
        return differences.isEmpty()
                ? new AsDeclared(declared.name())
                : new Differs(declared.name(), List.copyOf(differences));
    }

    private static String difference(String what, @Nullable Object found, Object declared) {
        return what + " is " + (found == null ? "not set" : found) + ", declared " + declared;
    }
}
