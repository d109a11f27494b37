package dev.payoff.live.money;

import dev.payoff.app.Problem.Violation;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.ThreePoint;
import dev.payoff.value.appraisal.UncertainLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
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

    private static final int MAX_KEY = 400;

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
     * @param correlations of two lines; what is named here and by {@code commonCorrelation} moves
     *     together, all else for itself
     * @param commonCorrelation of every two uncertain lines that {@code correlations} does not
     *     name, as of one cause behind all; default 0
     */
    @Schema(
            name = "MoneyRanges",
            examples =
                    """
                    {"ranges": {"manual-money/infra-cost": {"low": 0.5, "likely": 0.9, "high": 1.1}},
                     "correlations": [{"one": "manual-money/infra-cost", "other": "cost/FORECAST/dismantling",
                                       "rank": -0.5}]}\
                    """)
    public record Ranges(
            @Size(max = MAX_RANGES) @Nullable Map<String, @NotNull @Valid Range> ranges,
            @Size(max = MAX_RANGES) @Nullable List<@NotNull @Valid Correlation> correlations,
            @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = 12)
                    @Nullable BigDecimal commonCorrelation) {

        static final Ranges NONE = new Ranges(null, null, null);
    }

    /**
     * How two lines move together.
     *
     * @param rank the rank correlation (Spearman) of their factors: at 1 the one is the higher the
     *     higher the other, at −1 the lower; a cost is the dearer the higher its factor
     */
    @Schema(name = "MoneyCorrelation")
    public record Correlation(
            @NotBlank @Size(max = MAX_KEY) String one,
            @NotBlank @Size(max = MAX_KEY) String other,
            @NotNull @DecimalMin("-1") @DecimalMax("1") @Digits(integer = 1, fraction = 12)
                    BigDecimal rank) {}

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
        MoneyProblems.notOfTheCase(wrong);
    }

    List<UncertainLine> uncertain() {
        return lines.stream().map(Line::of).toList();
    }
}
