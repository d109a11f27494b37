package dev.payoff.portfolio;

import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Uni;
import org.hibernate.exception.ConstraintViolationException;

/** Tells a unique index's refusal of an insert as what it means: the key has been taken. */
final class Taken {

    private static final String UNIQUE_VIOLATION = "23505";

    private Taken() {}

    /** The insert, its refusal told as 409 about a thing of this kind and key. */
    static <T> Uni<T> told(Uni<T> insert, String kind, String key) {
        return insert.onFailure(Taken::isUniqueViolation)
                .transform(refused ->
                        ProblemException.of(
                                409,
                                "ALREADY_EXISTS",
                                "Already there",
                                "There already is a " + kind + " '" + key + "', live or archived.",
                                "Choose another key, or change the one that is there."));
    }

    private static boolean isUniqueViolation(Throwable failure) {
        return failure instanceof ConstraintViolationException refused
                && UNIQUE_VIOLATION.equals(refused.getSQLState());
    }
}
