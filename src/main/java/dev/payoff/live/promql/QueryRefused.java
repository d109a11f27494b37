package dev.payoff.live.promql;

/**
 * Ends a query with an error of Prometheus' form: the one exception that this package throws on
 * purpose.
 */
public final class QueryRefused extends RuntimeException {

    /** What kind of error, in Prometheus' words. */
    public enum Type {
        /** The question is not one. */
        BAD_DATA("bad_data", 400),
        /** The question is one, and cannot be answered as it stands. */
        EXECUTION("execution", 422),
        /** There is nothing of that name. */
        NOT_FOUND("not_found", 404);

        private final String word;
        private final int status;

        Type(String word, int status) {
            this.word = word;
            this.status = status;
        }

        /** As {@code errorType} says it. */
        public String word() {
            return word;
        }

        /** The HTTP status that goes with it. */
        public int status() {
            return status;
        }
    }

    private final Type type;
    private final String sentence;

    private QueryRefused(Type type, String sentence) {
        super(sentence, null, false, false);
        this.type = type;
        this.sentence = sentence;
    }

    /** The question is not one. */
    public static QueryRefused badData(String sentence) {
        return new QueryRefused(Type.BAD_DATA, sentence);
    }

    /** The question is one, and cannot be answered as it stands. */
    public static QueryRefused execution(String sentence) {
        return new QueryRefused(Type.EXECUTION, sentence);
    }

    /** There is nothing of that name. */
    public static QueryRefused notFound(String sentence) {
        return new QueryRefused(Type.NOT_FOUND, sentence);
    }

    /** What kind of error. */
    public Type type() {
        return type;
    }

    /** What is wrong, and what to do. */
    public String sentence() {
        return sentence;
    }
}
