package dev.payoff.live.money;

import dev.payoff.app.Discounts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.money.FlowProofs.Which;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.Appraisal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of lines that are uncertain: what each is worth, down to its readings and cost lines, and
 * what may become of it.
 *
 * @param swing by which lines without a range are moved; null: they stay
 */
record RiskProofs(
        Facts facts,
        MoneyCase of,
        RiskLines lines,
        @Nullable BigDecimal swing,
        @Nullable LocalDate day) {

    /** Where a line stands. */
    enum At {
        LOW,
        LIKELY,
        HIGH
    }

    /** All lines at their most likely, but for one. */
    List<Proof> all(@Nullable String but, At at) {
        List<Proof> all = new ArrayList<>();
        for (int i = 0; i < lines.lines().size(); i++) {
            boolean moved = lines.lines().get(i).of().key().equals(but);
            all.add(line(i, moved ? at : At.LIKELY, null));
        }
        return all;
    }

    /** All lines at their most likely, discounted otherwise. */
    List<Proof> discountedBy(DiscountSchedule other) {
        List<Proof> all = new ArrayList<>();
        for (int i = 0; i < lines.lines().size(); i++) {
            all.add(line(i, At.LIKELY, other));
        }
        return all;
    }

    /** What a line is worth as told, a cost negative. */
    Proof present(int i, @Nullable DiscountSchedule other) {
        CashStream stream = of.streams().get(i);
        Proof told = value(stream, Which.TOLD, discounts(other));
        return stream.benefit()
                ? told
                : Proof.product(
                        told.label(),
                        told.unit(),
                        List.of(Proof.told("A cost", BigDecimal.ONE.negate(), null), told));
    }

    private Proof line(int i, At at, @Nullable DiscountSchedule other) {
        RiskLines.Line line = lines.lines().get(i);
        CashStream stream = of.streams().get(i);
        List<Proof> parts = new ArrayList<>(List.of(present(i, other)));
        Map<String, String> told = new LinkedHashMap<>();
        told.put("key", line.of().key());
        told.put("range", line.source().name());
        BigDecimal low = line.of().factor().low();
        BigDecimal likely = line.of().factor().likely();
        BigDecimal high = line.of().factor().high();
        if (line.source() != RiskLines.Source.TOLD && present(stream).signum() != 0) {
            if (stream.benefit()) {
                Proof confidence = ratio("Confidence", stream, Which.WEIGHTED);
                parts.add(confidence);
                likely = confidence.number();
                BigDecimal reach = reach(likely);
                low = likely.subtract(reach);
                high = likely.add(reach);
            } else if (!line.spent()) {
                Proof least = ratio("Least of what is told", stream, Which.LOW);
                Proof most = ratio("Most of what is told", stream, Which.HIGH);
                parts.add(least);
                parts.add(most);
                low = least.number().min(most.number()).min(BigDecimal.ONE);
                likely = BigDecimal.ONE;
                high = most.number().max(least.number()).max(BigDecimal.ONE);
            }
        }
        if (swing != null && line.source() == RiskLines.Source.CERTAIN && !line.spent()) {
            BigDecimal reach = likely.abs().multiply(swing);
            told.put("swing", swing.toPlainString());
            low = likely.subtract(reach);
            high = likely.add(reach);
        }
        told.put("low", plain(low));
        told.put("likely", plain(likely));
        told.put("high", plain(high));
        told.put("at", at.name());
        BigDecimal factor =
                switch (at) {
                    case LOW -> low;
                    case LIKELY -> likely;
                    case HIGH -> high;
                };
        return Proof.of(
                        line.label(),
                        Operation.LINE,
                        parts.getFirst().number().multiply(factor),
                        currency(),
                        parts)
                .with(told, null);
    }

    /** What is sure or means nothing as a confidence does not reach to either side. */
    private static BigDecimal reach(BigDecimal confidence) {
        BigDecimal rest = BigDecimal.ONE.subtract(confidence);
        return confidence.min(rest).max(BigDecimal.ZERO);
    }

    private Proof ratio(String label, CashStream stream, Which which) {
        Discounts discounts = discounts(null);
        return Proof.quotient(
                label, null, value(stream, which, discounts), value(stream, Which.TOLD, discounts));
    }

    private BigDecimal present(CashStream stream) {
        return Appraisal.present(facts.by().schedule(), stream.told(), origin());
    }

    private Proof value(CashStream stream, Which which, Discounts discounts) {
        return new FlowProofs(facts.ledger(), day, which).stream(stream, discounts, null);
    }

    private Discounts discounts(@Nullable DiscountSchedule other) {
        return other == null
                ? new Discounts(facts.by().schedule(), origin())
                : Discounts.otherwise(other, origin());
    }

    private LocalDate origin() {
        return Objects.requireNonNull(Appraisal.origin(of.benefitFlows(), of.costFlows()));
    }

    String currency() {
        return facts.ledger().project().currency();
    }

    private static String plain(BigDecimal number) {
        return Decimals.plain(number).toPlainString();
    }
}
