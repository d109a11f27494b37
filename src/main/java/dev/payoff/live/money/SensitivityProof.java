package dev.payoff.live.money;

import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.live.money.RiskProofs.At;
import dev.payoff.value.DiscountSchedule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of a tornado: of its base, and of each end, the width and the switching factor of a bar.
 */
final class SensitivityProof {

    /** The figures of a bar that can be asked for. */
    static final Set<String> FIGURES =
            new TreeSet<>(Set.of("npvAtLow", "npvAtHigh", "width", "switchingFactor"));

    private final RiskProofs lines;
    private final BigDecimal rateSwing;

    private SensitivityProof(RiskProofs lines, BigDecimal rateSwing) {
        this.lines = lines;
        this.rateSwing = rateSwing;
    }

    /**
     * A figure with its proof.
     *
     * @param bar its key; null: the base of all bars
     */
    static FigureProof of(
            Facts facts,
            MoneyCase of,
            RiskLines risk,
            BigDecimal swing,
            BigDecimal rateSwing,
            @Nullable String bar,
            String figure,
            @Nullable LocalDate day) {
        SensitivityView view = SensitivityView.of(facts, of, risk, swing, rateSwing);
        String currency = facts.ledger().project().currency();
        String missing = view.reasons().isEmpty() ? null : view.reasons().getFirst();
        if (missing != null) {
            return FigureProof.of(
                    facts,
                    figure,
                    MoneyFigure.of(null, currency, "sum of present value · factor", missing),
                    facts.by().discounting(),
                    Proof.of("Not known", Operation.TOLD, null, currency, List.of()));
        }
        SensitivityProof proofs =
                new SensitivityProof(new RiskProofs(facts, of, risk, swing, day), rateSwing);
        if (bar == null) {
            return FigureProof.of(
                    facts,
                    "npv",
                    MoneyFigure.of(view.npv(), currency, "sum of present value · factor", null),
                    facts.by().discounting(),
                    Proof.sum("Net present value", currency, proofs.lines.all(null, At.LIKELY)));
        }
        SensitivityView.Bar told =
                view.bars().stream()
                        .filter(it -> it.key().equals(bar))
                        .findFirst()
                        .orElseThrow(() ->
                                MoneyProblems.wrong("bar", "is the key of a bar of the tornado"));
        return FigureProof.of(
                facts,
                figure,
                proofs.told(told, figure, currency),
                facts.by().discounting(),
                proofs.of(bar, figure));
    }

    private MoneyFigure told(SensitivityView.Bar bar, String figure, String currency) {
        return switch (figure) {
            case "npvAtLow" -> MoneyFigure.of(bar.npvAtLow(), currency, "NPV at the low end", null);
            case "npvAtHigh" ->
                    MoneyFigure.of(bar.npvAtHigh(), currency, "NPV at the high end", null);
            case "width" -> MoneyFigure.of(bar.width(), currency, "distance of the two ends", null);
            default ->
                    MoneyFigure.of(
                            bar.switchingFactor(),
                            null,
                            "− NPV of all others / present value",
                            "It has no present value of its own to turn.");
        };
    }

    private Proof of(String bar, String figure) {
        return switch (figure) {
            case "npvAtLow" -> end(bar, At.LOW);
            case "npvAtHigh" -> end(bar, At.HIGH);
            case "width" -> {
                Proof low = end(bar, At.LOW);
                Proof high = end(bar, At.HIGH);
                boolean rises = high.number().compareTo(low.number()) >= 0;
                Proof more = rises ? high : low;
                Proof less = rises ? low : high;
                yield Proof.of(
                        "Width",
                        Operation.DIFFERENCE,
                        more.number().subtract(less.number()),
                        lines.currency(),
                        List.of(more, less));
            }
            default -> switching(bar);
        };
    }

    private Proof end(String bar, At at) {
        if (!bar.equals(SensitivityView.RATE)) {
            return Proof.sum(
                    "Net present value, " + bar + " at its " + at,
                    lines.currency(),
                    lines.all(bar, at));
        }
        DiscountSchedule moved =
                SensitivityView.moved(
                        lines.facts().by().schedule(),
                        at == At.LOW ? rateSwing.negate() : rateSwing);
        return Proof.sum(
                "Net present value at moved rates", lines.currency(), lines.discountedBy(moved));
    }

    private Proof switching(String bar) {
        List<Proof> others = new ArrayList<>();
        Proof own = null;
        List<Proof> all = lines.all(null, At.LIKELY);
        for (int i = 0; i < all.size(); i++) {
            if (bar.equals(all.get(i).facts().get("key"))) {
                own = lines.present(i, null);
            } else {
                others.add(all.get(i));
            }
        }
        if (own == null) {
            return Proof.of("Not known", Operation.TOLD, null, null, List.of());
        }
        return Proof.quotient(
                "Switching factor",
                null,
                Proof.product(
                        "Less all others",
                        lines.currency(),
                        List.of(
                                Proof.told("Less", BigDecimal.ONE.negate(), null),
                                Proof.sum("All others", lines.currency(), others))),
                own);
    }
}
