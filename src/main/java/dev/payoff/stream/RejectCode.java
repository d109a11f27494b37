package dev.payoff.stream;

/** Why a record was refused; stable, for machines. The sentence for people travels beside it. */
public enum RejectCode {
    /** Not JSON, not UTF-8, or not an object. */
    MALFORMED_JSON,
    /** Larger than {@link WireCodec#MAX_RECORD_BYTES}. */
    TOO_LARGE,
    /** A field that every record needs is absent or null. */
    MISSING_FIELD,
    /** A field holds another JSON type than it should. */
    WRONG_TYPE,
    /** A field is given twice. */
    DUPLICATE_FIELD,
    /** NaN or an infinity. */
    NOT_A_NUMBER,
    /** More digits, or a larger exponent, than any measurement has. */
    NUMBER_TOO_LARGE,
    /** A text is longer than its bound, or holds control characters. */
    BAD_TEXT,
    /** Not ISO-8601 with an offset. */
    BAD_TIME,
    /** Before 1970, or in the future. */
    TIME_OUT_OF_RANGE,
    /** Older than readings are kept, or a correction of one that is. */
    NOT_KEPT,
    /** Confidence outside 0 to 1. */
    BAD_CONFIDENCE,
    /** A negative revision. */
    BAD_REVISION,
    /** Not an ISO 4217 code. */
    BAD_CURRENCY,
    /** A cost's stage is none that there is, or contradicts {@code planned}. */
    BAD_STAGE,
    /** The record names no tenant that exists. */
    UNKNOWN_TENANT,
    /** The tenant has no such value metric. */
    UNKNOWN_METRIC,
    /** The tenant has no such project. */
    UNKNOWN_PROJECT,
    /** The metric or its project is archived. */
    ARCHIVED,
    /** The unit is not the metric's. */
    WRONG_UNIT,
    /** Outside the range that the metric allows. */
    OUT_OF_RANGE,
    /** The same identity and revision with another body. */
    CONFLICT
}
