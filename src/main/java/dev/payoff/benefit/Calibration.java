package dev.payoff.benefit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How claims turned out against how sure people were; pure.
 *
 * @param claims all of them
 * @param decided those whose due time has come and was measured
 * @param hitRate part of the decided ones that came true; null without any
 * @param stated mean confidence of the decided ones
 * @param brier mean squared distance of confidence and outcome, 0 best, 0.25 for a coin (Brier
 *     1950)
 * @param logLoss mean −ln of the probability given to what came; confidences are kept {@link #AWAY}
 *     from 0 and 1
 * @param intervals decided claims of an interval
 * @param coverage part of these that held what came
 * @param bands by tenths of stated confidence, those with claims
 */
@Schema(name = "Calibration")
record Calibration(
        int claims,
        int decided,
        @Nullable BigDecimal hitRate,
        @Nullable BigDecimal stated,
        @Nullable BigDecimal brier,
        @Nullable BigDecimal logLoss,
        int intervals,
        @Nullable BigDecimal coverage,
        List<Band> bands) {

    /**
     * How far from 0 and 1 a confidence counts at least, so that one error is not infinitely bad.
     */
    static final double AWAY = 1e-6;

    /** Decided claims of like confidence that a measured confidence rests on at least. */
    static final int LEAST = 10;

    /** How far another claim's confidence may lie to be alike. */
    static final BigDecimal ALIKE = new BigDecimal("0.05");

    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final int BANDS = 10;

    /**
     * A claim and what became of it.
     *
     * @param came null: not decided yet
     */
    record Scored(BigDecimal confidence, boolean interval, @Nullable Boolean came) {}

    /** Claims of like confidence: from, inclusive, to, exclusive but for 1. */
    @Schema(name = "CalibrationBand")
    record Band(BigDecimal from, BigDecimal to, int decided, BigDecimal hitRate) {}

    /** What a confidence is worth, measured. */
    sealed interface Measured {

        /** So much; of so many claims. */
        record Worth(BigDecimal confidence, int claims) implements Measured {}

        /** Not known: too few claims. */
        record TooFew(int claims) implements Measured {}
    }

    static Calibration of(List<Scored> all) {
        List<Scored> decided = all.stream().filter(one -> one.came() != null).toList();
        List<Scored> intervals = decided.stream().filter(Scored::interval).toList();
        double squares = 0;
        double logs = 0;
        double stated = 0;
        for (Scored one : decided) {
            double p = one.confidence().doubleValue();
            double kept = Math.min(1 - AWAY, Math.max(AWAY, p));
            boolean came = Boolean.TRUE.equals(one.came());
            squares += (p - (came ? 1 : 0)) * (p - (came ? 1 : 0));
            logs -= Math.log(came ? kept : 1 - kept);
            stated += p;
        }
        return new Calibration(
                all.size(),
                decided.size(),
                rate(decided),
                mean(stated, decided.size()),
                mean(squares, decided.size()),
                mean(logs, decided.size()),
                intervals.size(),
                rate(intervals),
                bands(decided));
    }

    /** What a stated confidence was worth, among claims of like confidence. */
    static Measured measured(BigDecimal stated, List<Scored> all) {
        List<Scored> alike =
                all.stream()
                        .filter(one -> one.came() != null)
                        .filter(one ->
                                one.confidence().subtract(stated).abs().compareTo(ALIKE) <= 0)
                        .toList();
        BigDecimal rate = rate(alike);
        return rate == null || alike.size() < LEAST
                ? new Measured.TooFew(alike.size())
                : new Measured.Worth(rate, alike.size());
    }

    private static List<Band> bands(List<Scored> decided) {
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < BANDS; i++) {
            int band = i;
            List<Scored> in =
                    decided.stream()
                            .filter(one ->
                                    Math.min(
                                                    BANDS - 1,
                                                    one.confidence().movePointRight(1).intValue())
                                            == band)
                            .toList();
            BigDecimal rate = rate(in);
            if (rate != null) {
                bands.add(
                        new Band(
                                BigDecimal.valueOf(i, 1),
                                BigDecimal.valueOf(i + 1L, 1),
                                in.size(),
                                rate));
            }
        }
        return List.copyOf(bands);
    }

    private static @Nullable BigDecimal rate(List<Scored> decided) {
        if (decided.isEmpty()) {
            return null;
        }
        long came = decided.stream().filter(one -> Boolean.TRUE.equals(one.came())).count();
        return BigDecimal.valueOf(came)
                .divide(BigDecimal.valueOf(decided.size()), DIGITS)
                .stripTrailingZeros();
    }

    private static @Nullable BigDecimal mean(double sum, int count) {
        return count == 0 ? null : new BigDecimal(sum / count, DIGITS);
    }
}
