package dev.payoff.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem; the one exception that resources throw on purpose. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    /** Ends the request with this problem. */
    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The problem to answer with. */
    public Problem problem() {
        return problem;
    }

    /** 400: fields were refused, one at least; the first of them is the sentence. */
    public static ProblemException notValid(List<Problem.Violation> violations) {
        return notValid(violations, "Correct the fields named in violations and send it again.");
    }

    /** 400: the same, with what to do. */
    public static ProblemException notValid(List<Problem.Violation> violations, String remedy) {
        Problem.Violation first = violations.getFirst();
        int others = violations.size() - 1;
        return new ProblemException(
                new Problem(
                        "Not valid",
                        400,
                        "VALIDATION",
                        "'"
                                + first.field()
                                + "' "
                                + first.message()
                                + (others == 0 ? "." : ", and " + others + " more."),
                        remedy,
                        violations));
    }

    /** 404: nothing of this kind has this id or key, for this tenant. */
    public static ProblemException notFound(String kind, String idOrKey) {
        return of(
                404,
                "NOT_FOUND",
                "Not found",
                "There is no " + kind + " '" + idOrKey + "'.",
                "Check the id or key; a list of what there is comes from the collection's GET.");
    }

    /** A problem of any status. */
    public static ProblemException of(
            int status, String code, String title, String detail, @Nullable String remedy) {
        return new ProblemException(Problem.of(status, code, title, detail, remedy));
    }
}
