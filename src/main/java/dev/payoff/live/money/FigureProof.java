package dev.payoff.live.money;

import dev.payoff.app.Proof;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure and its proof.
 *
 * @param figure as the answer that it is of calls it
 * @param value null where it is not known; {@code reason} says why
 * @param discounting by which present values in the proof are made; null where there are none
 */
@Schema(name = "FigureExplanation")
public record FigureProof(
        String project,
        String figure,
        @Nullable BigDecimal value,
        @Nullable String unit,
        String formula,
        @Nullable String reason,
        Instant asOf,
        @Nullable Instant asKnownAt,
        Assumptions.@Nullable Discounting discounting,
        Proof proof) {

    static FigureProof of(
            MoneyCase.Facts facts,
            String figure,
            MoneyFigure told,
            Assumptions.@Nullable Discounting discounting,
            Proof proof) {
        return new FigureProof(
                facts.ledger().project().key(),
                figure,
                told.value(),
                told.unit(),
                told.formula(),
                told.reason(),
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                discounting,
                proof);
    }
}
