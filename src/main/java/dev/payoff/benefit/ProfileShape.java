package dev.payoff.benefit;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.TargetProfile.Point;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How people tell the course of a target: by points, or by a shape from the baseline to the target
 * and, where it wears off, back again. Shapes become points at once, a month apart, so that what
 * counts is visible and exact. Pure.
 *
 * @param points told one by one; then the rest is null
 * @param shape of the way up
 * @param rampMonths from the start to the full target; 0: at once
 * @param halfLifeMonths after which half of the improvement is gone, once it was whole; null: it
 *     does not wear off
 * @param months that are laid out after the ramp where it wears off
 */
@Schema(name = "TargetProfileInput")
record ProfileShape(
        @Size(min = 1, max = TargetProfile.MOST) @Nullable List<@NotNull @Valid Told> points,
        @Schema(examples = "S_CURVE") @Nullable Ramp shape,
        @Schema(examples = "6") @Min(0) @Max(120) @Nullable Integer rampMonths,
        @Schema(examples = "36") @DecimalMin("0.5") @Digits(integer = 4, fraction = 2)
                @Nullable BigDecimal halfLifeMonths,
        @Schema(examples = "60") @Min(1) @Max(240) @Nullable Integer months) {

    private static final MathContext DIGITS = new MathContext(34, RoundingMode.HALF_EVEN);
    private static final int HALF_LIFE_DIGITS = 12;
    private static final int USUAL_MONTHS = 60;

    /** The way up. */
    enum Ramp {
        /** Evenly. */
        LINEAR,
        /** Slowly, fast, slowly: 3u² − 2u³ of the way at the part u of the time. */
        S_CURVE
    }

    /**
     * A point.
     *
     * @param at ISO date, the start of that day in the tenant's zone
     */
    @Schema(name = "TargetProfilePoint")
    record Told(
            @Schema(examples = "2026-06-30") @NotBlank String at,
            @Schema(examples = "42000") @NotNull @Digits(integer = 18, fraction = 18)
                    BigDecimal target) {}

    static final String EXAMPLE =
            """
            {"shape": "S_CURVE", "rampMonths": 6, "halfLifeMonths": 36, "months": 60}\
            """;

    static final String POINTS_EXAMPLE =
            """
            {"points": [{"at": "2026-03-31", "target": 47000}, {"at": "2026-12-31", "target": 35000}]}\
            """;

    /** The points, or what is wrong. */
    sealed interface Course {
        /** It can be followed. */
        record Points(TargetProfile profile) implements Course {}

        /** It cannot. */
        record Wrong(List<Violation> violations) implements Course {}
    }

    /**
     * The course.
     *
     * @param baseline from where shapes begin
     * @param target to where they lead
     * @param start when they begin
     */
    Course course(
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal target,
            @Nullable Instant start,
            ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        if (points != null) {
            if (shape != null || rampMonths != null || halfLifeMonths != null || months != null) {
                wrong.add(new Violation("points", "cannot be told together with a shape"));
                return new Course.Wrong(wrong);
            }
            return told(points, zone);
        }
        if (shape == null && rampMonths == null && halfLifeMonths == null) {
            wrong.add(new Violation("points", "must be told, or a shape"));
            return new Course.Wrong(wrong);
        }
        if (baseline == null || target == null || start == null) {
            wrong.add(
                    new Violation("shape", "needs a metric with a baseline, a target and a start"));
            return new Course.Wrong(wrong);
        }
        return new Course.Points(
                new TargetProfile(
                        laidOut(baseline, target, start.atZone(zone).toLocalDate(), zone)));
    }

    private static Course told(List<Told> told, ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            String field = "points[" + i + "].at";
            try {
                Instant at = LocalDate.parse(told.get(i).at()).atStartOfDay(zone).toInstant();
                if (!points.isEmpty() && !points.getLast().at().isBefore(at)) {
                    wrong.add(new Violation(field, "must lie after the one before"));
                }
                points.add(new Point(at, told.get(i).target()));
            } catch (DateTimeException e) {
                wrong.add(new Violation(field, ProfileRules.DATE_MESSAGE));
            }
        }
        return wrong.isEmpty()
                ? new Course.Points(new TargetProfile(points))
                : new Course.Wrong(wrong);
    }

    private List<Point> laidOut(
            BigDecimal baseline, BigDecimal target, LocalDate start, ZoneId zone) {
        int ramp = rampMonths == null ? 0 : rampMonths;
        BigDecimal whole = target.subtract(baseline);
        List<Point> points = new ArrayList<>();
        for (int month = 0; month <= ramp; month++) {
            BigDecimal part = ramp == 0 ? BigDecimal.ONE : part(month, ramp);
            points.add(point(start.plusMonths(month), baseline.add(whole.multiply(part)), zone));
        }
        if (halfLifeMonths != null) {
            int wearing = months == null ? USUAL_MONTHS : months;
            for (int month = 1; month <= wearing; month++) {
                double left = Math.pow(0.5, month / halfLifeMonths.doubleValue());
                BigDecimal part =
                        BigDecimal.valueOf(left).setScale(HALF_LIFE_DIGITS, RoundingMode.HALF_EVEN);
                points.add(
                        point(
                                start.plusMonths((long) ramp + month),
                                baseline.add(whole.multiply(part)),
                                zone));
            }
        }
        return points;
    }

    private BigDecimal part(int month, int ramp) {
        BigDecimal u = BigDecimal.valueOf(month).divide(BigDecimal.valueOf(ramp), DIGITS);
        return shape == Ramp.S_CURVE
                ? u.multiply(u)
                        .multiply(BigDecimal.valueOf(3).subtract(BigDecimal.TWO.multiply(u)))
                        .round(DIGITS)
                : u;
    }

    private static Point point(LocalDate on, BigDecimal target, ZoneId zone) {
        return new Point(
                on.atStartOfDay(zone).toInstant(),
                target.setScale(HALF_LIFE_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros());
    }
}
