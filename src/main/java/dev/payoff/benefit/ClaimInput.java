package dev.payoff.benefit;

import dev.payoff.app.Problem.Violation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody claims of a metric's value at a time to come: a threshold, or an interval. */
@Schema(name = "ClaimInput")
record ClaimInput(
        @Schema(
                        description = "When it is decided: a date-time with offset, to come.",
                        examples = "2027-06-30T00:00:00Z")
                @NotBlank
                String dueAt,
        @Nullable Comparator comparator,
        @Schema(examples = "40000") @Digits(integer = 18, fraction = 18)
                @Nullable BigDecimal threshold,
        @Schema(description = "Instead of a threshold.") @Digits(integer = 18, fraction = 18)
                @Nullable BigDecimal lower,
        @Digits(integer = 18, fraction = 18) @Nullable BigDecimal upper,
        @Schema(description = "How sure, from 0 to 1.", examples = "0.8")
                @NotNull
                @DecimalMin("0")
                @DecimalMax("1")
                @Digits(integer = 1, fraction = 6)
                BigDecimal confidence) {

    /** On which side of the threshold it will lie. */
    enum Comparator {
        AT_LEAST,
        AT_MOST
    }

    static final String EXAMPLE =
            """
            {"dueAt": "2027-06-30T00:00:00Z", "comparator": "AT_MOST", "threshold": 40000, "confidence": 0.8}\
            """;

    static final String INTERVAL_EXAMPLE =
            """
            {"dueAt": "2027-06-30T00:00:00Z", "lower": 36000, "upper": 41000, "confidence": 0.9}\
            """;

    /** When it is due; empty where the text is no time. */
    Optional<Instant> due() {
        try {
            return Optional.of(OffsetDateTime.parse(dueAt).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What is wrong between its fields. */
    List<Violation> check(Instant now) {
        List<Violation> wrong = new ArrayList<>();
        Optional<Instant> due = due();
        if (due.isEmpty()) {
            wrong.add(new Violation("dueAt", "must be a date-time with offset"));
        } else if (!due.get().isAfter(now)) {
            wrong.add(new Violation("dueAt", "must lie in the future: who knows, claims nothing"));
        }
        boolean threshold = this.threshold != null && comparator != null;
        boolean interval = lower != null && upper != null;
        boolean mixed =
                (this.threshold != null || comparator != null) && (lower != null || upper != null);
        if (threshold == interval || mixed) {
            wrong.add(
                    new Violation(
                            "threshold",
                            "must come with a comparator, or lower with upper, and not both"));
        } else if (lower != null && upper != null && lower.compareTo(upper) > 0) {
            wrong.add(new Violation("lower", "must not lie above upper"));
        }
        return wrong;
    }

    /** Whether it came true. */
    boolean cameTrue(BigDecimal measured) {
        if (threshold == null) {
            return lower != null
                    && upper != null
                    && measured.compareTo(lower) >= 0
                    && measured.compareTo(upper) <= 0;
        }
        return comparator == Comparator.AT_LEAST
                ? measured.compareTo(threshold) >= 0
                : measured.compareTo(threshold) <= 0;
    }
}
