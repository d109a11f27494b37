package dev.payoff.live.money;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.ThreePoint;
import dev.payoff.value.appraisal.UncertainLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a case with what may become of them.
 *
 * @param missing why nothing can be said of them; empty where something can
 */
record RiskLines(List<Line> lines, List<String> missing) {

    /** The most ranges that one question tells. */
    static final int MAX_RANGES = 1_000;

    /** Where a range comes from. */
    public enum Source {
        /** The question. */
        TOLD,
        /** The confidence of a benefit. */
        CONFIDENCE,
        /** Low and high of the cost lines. */
        COST_LINES,
        /** It is spent, or has a confidence of 1, or tells no range. */
        CERTAIN
    }

    /** What may become of a line, as factors of what is told. */
    @Schema(name = "MoneyRange", examples = "{\"low\": 0.7, \"likely\": 1, \"high\": 1.1}")
    public record Range(
            @NotNull @DecimalMin("-100") @DecimalMax("100") @Digits(integer = 3, fraction = 12)
                    BigDecimal low,
            @NotNull @DecimalMin("-100") @DecimalMax("100") @Digits(integer = 3, fraction = 12)
                    BigDecimal likely,
            @NotNull @DecimalMin("-100") @DecimalMax("100") @Digits(integer = 3, fraction = 12)
                    BigDecimal high) {}

    /**
     * Ranges of lines by their key: a metric's, or {@code cost/STAGE/category}.
     *
     * @param ranges where a line is not named, its own holds
     */
    @Schema(
            name = "MoneyRanges",
            examples =
                    """
                    {"ranges": {"manual-money/infra-cost": {"low": 0.5, "likely": 0.9, "high": 1.1}}}\
                    """)
    public record Ranges(
            @Size(max = MAX_RANGES) @Nullable Map<String, @NotNull @Valid Range> ranges) {

        static final Ranges NONE = new Ranges(null);
    }

    /** A line. */
    record Line(UncertainLine of, String label, Source source, boolean spent) {}

    static RiskLines of(MoneyCase of, Assumptions by, Ranges told) {
        LocalDate origin = Appraisal.origin(of.benefitFlows(), of.costFlows());
        if (origin == null) {
            return new RiskLines(List.of(), List.of("There are neither costs nor benefits."));
        }
        Map<String, Range> ranges = told.ranges() == null ? Map.of() : told.ranges();
        check(ranges, of);
        List<Line> lines = new ArrayList<>();
        for (CashStream stream : of.streams()) {
            Range range = ranges.get(stream.key());
            ThreePoint factor =
                    range == null
                            ? stream.factor(by.schedule(), origin)
                            : new ThreePoint(range.low(), range.likely(), range.high());
            boolean spent = stream.key().startsWith("cost/" + CostStage.ACTUAL + "/");
            lines.add(
                    new Line(
                            new UncertainLine(
                                    stream.key(), stream.present(by.schedule(), origin), factor),
                            stream.label(),
                            source(range, factor, stream.benefit()),
                            spent));
        }
        return new RiskLines(List.copyOf(lines), of.reasons());
    }

    private static Source source(@Nullable Range told, ThreePoint factor, boolean benefit) {
        if (told != null) {
            return Source.TOLD;
        }
        if (factor.isCertain()) {
            return Source.CERTAIN;
        }
        return benefit ? Source.CONFIDENCE : Source.COST_LINES;
    }

    private static void check(Map<String, Range> ranges, MoneyCase of) {
        Set<String> keys = new HashSet<>();
        of.streams().forEach(stream -> keys.add(stream.key()));
        List<Violation> wrong = new ArrayList<>();
        ranges.forEach((key, range) -> {
            if (!keys.contains(key)) {
                wrong.add(new Violation("ranges." + key, "is no line of the case"));
            } else if (range.low().compareTo(range.likely()) > 0
                    || range.likely().compareTo(range.high()) > 0) {
                wrong.add(new Violation("ranges." + key, "must ascend from low to high"));
            }
        });
        if (!wrong.isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            "Not valid",
                            400,
                            "VALIDATION",
                            "'"
                                    + wrong.getFirst().field()
                                    + "' "
                                    + wrong.getFirst().message()
                                    + ".",
                            "The lines of the case are those that the simulation lists.",
                            wrong));
        }
    }

    List<UncertainLine> uncertain() {
        return lines.stream().map(Line::of).toList();
    }
}
