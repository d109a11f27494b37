package dev.payoff.benefit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A fair split of one outside series among the projects that claim it, by the order of their
 * go-lives; pure. Each gets what the series gained from its own go-live to the next one's, against
 * what held before: the marginal contribution in the order in which they really came, which is what
 * Shapley's value is once the order is known. A step backwards gets nothing and takes nothing from
 * others. Shares are rounded down, so that they never sum to more than 1. It is a proposal: shares
 * are set by people, and the guard of the registry holds.
 *
 * @param steps in the order of go-live
 * @param reason why no share can be proposed; null where each step has one
 */
@Schema(name = "SeriesSplit")
record OrderSplit(String series, List<Step> steps, @Nullable String reason) {

    static final int SHARE_DIGITS = 6;

    /**
     * A claim.
     *
     * @param from its go-live
     * @param level mean of the series from then until the next go-live; null where it was not
     *     measured
     * @param gain over the level before, in the direction of improvement
     * @param share proposed; null with a reason
     */
    @Schema(name = "SeriesSplitStep")
    record Step(
            String metric,
            BigDecimal declared,
            Instant from,
            @Nullable BigDecimal level,
            @Nullable BigDecimal gain,
            @Nullable BigDecimal share) {}

    /** A project's claim on the series. */
    record Claim(String metric, BigDecimal declared, Instant goLive) {}

    /** A reading, or the mean of some time. */
    record Level(Instant at, BigDecimal mean) {}

    private static final MathContext DIGITS = new MathContext(34, RoundingMode.HALF_EVEN);

    /**
     * The split.
     *
     * @param claims by go-live, each later than the one before
     * @param baseline what held before the first
     * @param moreIsBetter the direction of improvement
     * @param levels evenly spaced, ascending
     */
    static OrderSplit of(
            String series,
            List<Claim> claims,
            BigDecimal baseline,
            boolean moreIsBetter,
            List<Level> levels) {
        List<@Nullable BigDecimal> gains = new ArrayList<>();
        List<@Nullable BigDecimal> means = new ArrayList<>();
        BigDecimal before = baseline;
        String reason = null;
        for (int i = 0; i < claims.size(); i++) {
            Instant from = claims.get(i).goLive();
            Instant to = i + 1 < claims.size() ? claims.get(i + 1).goLive() : Instant.MAX;
            BigDecimal mean = mean(levels, from, to);
            means.add(mean);
            if (mean == null) {
                gains.add(null);
                reason =
                        "Nothing was measured between " + claims.get(i).metric() + " and the next.";
                continue;
            }
            BigDecimal change = mean.subtract(before);
            gains.add(moreIsBetter ? change : change.negate());
            before = mean;
        }
        BigDecimal whole = BigDecimal.ZERO;
        for (BigDecimal gain : gains) {
            whole = gain == null ? whole : whole.add(gain.max(BigDecimal.ZERO));
        }
        if (reason == null && whole.signum() == 0) {
            reason = "The series has not improved since the first go-live.";
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            BigDecimal gain = gains.get(i);
            steps.add(
                    new Step(
                            claim.metric(),
                            claim.declared(),
                            claim.goLive(),
                            means.get(i),
                            gain,
                            reason != null || gain == null
                                    ? null
                                    : gain.max(BigDecimal.ZERO)
                                            .divide(whole, SHARE_DIGITS, RoundingMode.DOWN)));
        }
        return new OrderSplit(series, List.copyOf(steps), reason);
    }

    private static @Nullable BigDecimal mean(List<Level> levels, Instant from, Instant to) {
        BigDecimal sum = BigDecimal.ZERO;
        int count = 0;
        for (Level level : levels) {
            if (!level.at().isBefore(from) && level.at().isBefore(to)) {
                sum = sum.add(level.mean());
                count++;
            }
        }
        return count == 0 ? null : sum.divide(BigDecimal.valueOf(count), DIGITS);
    }

    /** Go-lives that are as good as one cannot be told apart: the least distance of two. */
    static final Duration APART = Duration.ofDays(1);
}
