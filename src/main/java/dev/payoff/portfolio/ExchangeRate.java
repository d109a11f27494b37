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

/**
 * What one unit of a currency is worth in another from a day on; never changed, only superseded.
 */
@Entity
@Table(name = "exchange_rate")
@NullUnmarked
class ExchangeRate {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(updatable = false)
    String base;

    @Column(updatable = false)
    String quote;

    @Column(name = "valid_from", updatable = false)
    LocalDate validFrom;

    @Column(updatable = false)
    BigDecimal rate;

    @Column(name = "recorded_at", updatable = false)
    Instant recordedAt;

    @Column(name = "superseded_at")
    @Nullable Instant supersededAt;
}
