package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A cost of a project, actual or planned; never changed, only voided. */
@Entity
@Table(name = "cost_line")
@NullUnmarked
class CostLine {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    @Column(name = "event_key", updatable = false)
    UUID eventKey;

    @Column(updatable = false)
    BigDecimal amount;

    @Column(updatable = false)
    String currency;

    @Column(name = "incurred_on", updatable = false)
    LocalDate incurredOn;

    @Column(updatable = false)
    String category;

    @Column(updatable = false)
    boolean planned;

    @Column(updatable = false)
    @Nullable String stage;

    @Column(updatable = false)
    @Nullable String nature;

    @Column(updatable = false)
    @Nullable BigDecimal low;

    @Column(updatable = false)
    @Nullable BigDecimal high;

    /** Of the hours that made the amount; null: it was told as an amount. */
    @Column(name = "labour", updatable = false)
    @ColumnTransformer(write = "CAST(CAST(? AS text) AS jsonb)", read = "CAST(labour AS text)")
    @Nullable String labour;

    @Column(updatable = false)
    String source;

    @Column(updatable = false)
    @Nullable String note;

    @Column(name = "recorded_at", updatable = false)
    Instant recordedAt;

    @Column(name = "voided_at")
    @Nullable Instant voidedAt;

    /** Whether it tells the same cost; the number of decimal places written is no difference. */
    boolean saysTheSameAs(CostLine other) {
        return amount.compareTo(other.amount) == 0
                && currency.equals(other.currency)
                && incurredOn.equals(other.incurredOn)
                && category.equals(other.category)
                && effectiveStage() == other.effectiveStage()
                && Objects.equals(nature, other.nature)
                && same(low, other.low)
                && same(high, other.high);
    }

    private static boolean same(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null ? other == null : other != null && one.compareTo(other) == 0;
    }

    /** The stage; lines of connectors tell only whether they are planned. */
    CostStage effectiveStage() {
        if (stage != null) {
            return CostStage.valueOf(stage);
        }
        return planned ? CostStage.PLANNED : CostStage.ACTUAL;
    }
}
