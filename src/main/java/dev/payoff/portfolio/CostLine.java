package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
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
                && planned == other.planned;
    }
}
