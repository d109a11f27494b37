package dev.payoff.portfolio;

/** The bounds of what the registry takes. */
final class Limits {

    /** Keys of projects, metrics and templates. */
    static final String KEY = "[a-z0-9][a-z0-9-]{0,62}";

    static final String KEY_MESSAGE =
            "must be 1 to 63 of a-z, 0-9 and hyphen, and not begin with a hyphen";

    /** A project type of a tenant's own. */
    static final String TYPE = "[A-Z][A-Z0-9_]{0,62}";

    static final String TYPE_MESSAGE = "must be 1 to 63 of A-Z, 0-9 and _, and begin with a letter";

    static final String CURRENCY = "[A-Z]{3}";

    static final String CURRENCY_MESSAGE = "must be a three-letter ISO 4217 code, such as EUR";

    static final int NAME = 200;
    static final int TEXT = 4_000;

    /** Digits before and after the decimal point of any number. */
    static final int INTEGER_DIGITS = 18;

    static final int FRACTION_DIGITS = 18;

    static final String DIGITS_MESSAGE =
            "must have at most 18 digits before the decimal point and 18 after it";

    static final int METRICS_PER_PROJECT = 1_000;
    static final int TEMPLATE_ITEMS = 100;
    static final int DEPENDENCIES_PER_TENANT = 10_000;
    static final int METRIC_KEYS_PER_DELIVERABLE = 100;

    /** Bytes of one body. */
    static final int BODY = 262_144;

    private Limits() {}
}
