package dev.payoff.portfolio;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A cost line as it is told. */
@Schema(name = "CostLine")
record CostView(
        UUID id,
        UUID projectId,
        BigDecimal amount,
        String currency,
        LocalDate incurredOn,
        String category,
        @Schema(description = "Whether it is not spent: any stage but ACTUAL.") boolean planned,
        CostStage stage,
        @Nullable CostNature nature,
        @Nullable BigDecimal low,
        @Nullable BigDecimal high,
        @Nullable LabourInput labour,
        String source,
        @Nullable String note,
        Instant recordedAt,
        @Nullable Instant voidedAt) {

    static CostView of(CostLine line) {
        return new CostView(
                line.id,
                line.projectId,
                line.amount,
                line.currency,
                line.incurredOn,
                line.category,
                line.planned,
                line.effectiveStage(),
                line.nature == null ? null : CostNature.valueOf(line.nature),
                line.low,
                line.high,
                LabourCosts.read(line.labour),
                line.source,
                line.note,
                line.recordedAt,
                line.voidedAt);
    }
}
