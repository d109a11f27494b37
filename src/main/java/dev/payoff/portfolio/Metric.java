package dev.payoff.portfolio;

import dev.payoff.value.Kind;
import dev.payoff.value.Period;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A value metric. Its version is raised by hand, under the row's lock. */
@Entity
@Table(name = "metric")
@NullUnmarked
class Metric {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    @Column(updatable = false)
    String key;

    @Column(name = "full_key", updatable = false)
    String fullKey;

    String name;

    @Enumerated(EnumType.STRING)
    Category category;

    @Enumerated(EnumType.STRING)
    MetricType type;

    String unit;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    Kind kind;

    @Nullable BigDecimal baseline;

    // As text, for the driver's JSON type would turn decimal numbers into doubles.
    @Column(name = "baseline_series")
    @ColumnTransformer(
            read = "cast(baseline_series as text)",
            write = "cast(cast(? as text) as jsonb)")
    @Nullable String baselineSeries;

    @Nullable BigDecimal target;

    @Column(name = "target_date")
    @Nullable LocalDate targetDate;

    @Nullable BigDecimal minimum;
    @Nullable BigDecimal maximum;

    @Column(name = "frequency_s")
    long frequencySeconds;

    @Column(name = "staleness_s")
    long stalenessSeconds;

    BigDecimal confidence;
    BigDecimal share;
    @Nullable String series;

    @Column(name = "valuation_amount")
    @Nullable BigDecimal valuationAmount;

    @Column(name = "valuation_per")
    @Nullable String valuationPer;

    @Enumerated(EnumType.STRING)
    @Column(name = "flow_per")
    @Nullable Period flowPer;

    @Column(name = "benefit_start")
    @Nullable Instant benefitStart;

    @Column(name = "benefit_end")
    @Nullable Instant benefitEnd;

    boolean disbenefit;

    /** Whether its value counts in its project's figures; the benefit gate decides. */
    boolean counted;

    // As text, for the driver's JSON type would turn decimal numbers into doubles.
    @Column(name = "target_profile", insertable = false, updatable = false)
    @ColumnTransformer(read = "cast(target_profile as text)")
    @Nullable String targetProfile;

    @Nullable String owner;
    @Nullable String note;
    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "archived_at")
    @Nullable Instant archivedAt;

    void apply(MetricInput input) {
        name = input.name();
        category = Category.valueOf(input.category());
        type = MetricType.valueOf(input.type());
        unit = input.unit();
        baseline = input.baseline();
        // The database spells JSON its own way; only other steps are written.
        if (!Objects.equals(steps(), input.baselineSeries())) {
            baselineSeries =
                    input.baselineSeries() == null ? null : Bodies.text(input.baselineSeries());
        }
        target = input.target();
        targetDate = input.targetDate() == null ? null : LocalDate.parse(input.targetDate());
        minimum = input.minimum();
        maximum = input.maximum();
        frequencySeconds = Duration.parse(input.frequency()).toSeconds();
        stalenessSeconds = Duration.parse(input.staleness()).toSeconds();
        confidence = input.confidence();
        share = input.share();
        series = input.series();
        valuationAmount = input.valuation() == null ? null : input.valuation().amount();
        valuationPer = input.valuation() == null ? null : input.valuation().per();
        flowPer = input.flowPer() == null ? null : Period.valueOf(input.flowPer());
        benefitStart = Moments.stored(input.benefitStart());
        benefitEnd = Moments.stored(input.benefitEnd());
        disbenefit = input.disbenefit();
        owner = input.owner();
        note = input.note();
    }

    private @Nullable List<BaselineStep> steps() {
        return baselineSeries == null
                ? null
                : List.of(Bodies.stored(baselineSeries, BaselineStep[].class));
    }

    MetricInput input() {
        return new MetricInput(
                key,
                name,
                category.name(),
                type.name(),
                unit,
                kind.name(),
                baseline,
                steps(),
                target,
                targetDate == null ? null : targetDate.toString(),
                minimum,
                maximum,
                Duration.ofSeconds(frequencySeconds).toString(),
                Duration.ofSeconds(stalenessSeconds).toString(),
                confidence,
                share,
                series,
                valuationAmount == null
                        ? null
                        : new MetricInput.Price(valuationAmount, valuationPer),
                flowPer == null ? null : flowPer.name(),
                Moments.shown(benefitStart),
                Moments.shown(benefitEnd),
                disbenefit,
                owner,
                note);
    }
}
