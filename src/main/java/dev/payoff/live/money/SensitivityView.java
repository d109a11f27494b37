package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.ThreePoint;
import dev.payoff.value.appraisal.Tornado;
import dev.payoff.value.appraisal.UncertainLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What net present value does when one thing at a time changes; the widest bar first.
 *
 * @param npv with every line at its most likely
 * @param swing what lines without a range of their own are moved by, down and up
 * @param rateSwing what the discount rate is moved by, in each of its steps
 */
@Schema(name = "MoneySensitivity")
public record SensitivityView(
        String project,
        String currency,
        String basis,
        Instant asOf,
        @Nullable Instant asKnownAt,
        LocalDate until,
        Assumptions.Discounting discounting,
        BigDecimal swing,
        BigDecimal rateSwing,
        @Nullable BigDecimal npv,
        List<Bar> bars,
        List<String> reasons) {

    /** The key of the rate's bar. */
    static final String RATE = "discount-rate";

    /**
     * A bar of the tornado.
     *
     * @param low the factor (of the rate: the addend) at one end
     * @param high at the other
     * @param npvAtLow net present value there
     * @param width the distance of the two
     * @param switchingFactor the factor at which net present value is 0; null where none is known
     */
    @Schema(name = "MoneyBar")
    public record Bar(
            String key,
            String label,
            String source,
            BigDecimal low,
            BigDecimal high,
            @Nullable BigDecimal npvAtLow,
            @Nullable BigDecimal npvAtHigh,
            @Nullable BigDecimal width,
            @Nullable BigDecimal switchingFactor) {}

    private record Named(String label, String source, BigDecimal low, BigDecimal high) {}

    static SensitivityView of(
            Facts facts, MoneyCase of, RiskLines risk, BigDecimal swing, BigDecimal rateSwing) {
        Map<String, Named> names = new HashMap<>();
        List<UncertainLine> lines = new ArrayList<>();
        Set<String> spent = new HashSet<>();
        for (RiskLines.Line line : risk.lines()) {
            UncertainLine moved = line.spent() ? line.of() : moved(line, swing);
            lines.add(moved);
            if (line.spent()) {
                // What is spent moves no more.
                spent.add(moved.key());
            }
            names.put(
                    moved.key(),
                    new Named(
                            line.label(),
                            line.source() == RiskLines.Source.CERTAIN
                                    ? "SWING"
                                    : line.source().name(),
                            moved.factor().low(),
                            moved.factor().high()));
        }
        Tornado tornado = Tornado.of(lines).without(spent);
        if (!risk.lines().isEmpty()) {
            tornado = tornado.with(rate(of, risk, facts.by(), rateSwing));
            names.put(RATE, new Named("Discount rate", "SWING", rateSwing.negate(), rateSwing));
        }
        boolean known = risk.missing().isEmpty();
        return new SensitivityView(
                facts.ledger().project().key(),
                facts.ledger().project().currency(),
                of.basis().name(),
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                of.until(),
                facts.by().discounting(),
                swing,
                rateSwing,
                known ? Shown.figure(tornado.base()) : null,
                known ? tornado.bars().stream().map(bar -> bar(bar, names)).toList() : List.of(),
                risk.missing());
    }

    private static Bar bar(Tornado.Bar bar, Map<String, Named> names) {
        Named named = Objects.requireNonNull(names.get(bar.key()));
        return new Bar(
                bar.key(),
                named.label(),
                named.source(),
                Shown.plain(named.low()),
                Shown.plain(named.high()),
                Shown.figure(bar.atLow()),
                Shown.figure(bar.atHigh()),
                Shown.figure(bar.swing()),
                Shown.figure(bar.switching()));
    }

    private static UncertainLine moved(RiskLines.Line line, BigDecimal swing) {
        if (line.source() != RiskLines.Source.CERTAIN) {
            return line.of();
        }
        BigDecimal likely = line.of().factor().likely();
        BigDecimal reach = likely.abs().multiply(swing);
        return new UncertainLine(
                line.of().key(),
                line.of().present(),
                new ThreePoint(likely.subtract(reach), likely, likely.add(reach)));
    }

    private static Tornado.Bar rate(
            MoneyCase of, RiskLines risk, Assumptions by, BigDecimal rateSwing) {
        return Tornado.Bar.of(
                RATE, npv(of, risk, by, rateSwing.negate()), npv(of, risk, by, rateSwing), null);
    }

    /** Net present value at moved rates, each line at its most likely factor. */
    private static BigDecimal npv(MoneyCase of, RiskLines risk, Assumptions by, BigDecimal addend) {
        DiscountSchedule moved = moved(by.schedule(), addend);
        LocalDate origin =
                Objects.requireNonNull(Appraisal.origin(of.benefitFlows(), of.costFlows()));
        BigDecimal sum = BigDecimal.ZERO;
        List<CashStream> streams = of.streams();
        for (int i = 0; i < streams.size(); i++) {
            BigDecimal likely = risk.lines().get(i).of().factor().likely();
            sum = sum.add(streams.get(i).present(moved, origin).multiply(likely));
        }
        return sum;
    }

    /** The schedule with each of its rates moved. */
    static DiscountSchedule moved(DiscountSchedule schedule, BigDecimal addend) {
        for (DiscountSchedule.Step step : schedule.steps()) {
            if (step.rate().add(addend).compareTo(BigDecimal.ONE.negate()) <= 0) {
                throw MoneyProblems.wrong("rateSwing", "takes a discount rate to -100 %");
            }
        }
        return new DiscountSchedule(
                schedule.steps().stream()
                        .map(step ->
                                new DiscountSchedule.Step(
                                        step.throughYear(), step.rate().add(addend)))
                        .toList());
    }
}
