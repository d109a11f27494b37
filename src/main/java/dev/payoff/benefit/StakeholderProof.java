package dev.payoff.benefit;

import dev.payoff.app.Proof;
import dev.payoff.app.Shown;
import dev.payoff.stream.MetricFigure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a stakeholder's benefits have earned, and its proof; pure. Its leaves are what each benefit
 * has earned, with the address of the proof of that.
 *
 * @param unknown benefits of theirs whose value is not known, and which are not in the sum
 */
@Schema(name = "StakeholderExplanation")
record StakeholderProof(
        UUID id,
        String role,
        String project,
        BigDecimal value,
        String unit,
        String formula,
        Instant asOf,
        List<String> unknown,
        Proof proof) {

    static StakeholderProof of(
            StakeholderReport.Person person,
            String project,
            String currency,
            List<StakeholderReport.Known> benefits,
            Map<UUID, MetricFigure> figures,
            Instant now) {
        List<Proof> parts = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (StakeholderReport.Known known : benefits) {
            BenefitFacts facts = known.facts();
            String because = StakeholderReport.because(person, facts);
            if (because == null) {
                continue;
            }
            MetricFigure figure = figures.get(facts.metricId());
            BigDecimal realised = figure == null ? null : figure.realised();
            if (realised == null) {
                unknown.add(facts.fullKey());
            } else {
                parts.add(
                        Proof.told(facts.name(), realised, currency)
                                .with(
                                        Map.of("metric", facts.fullKey(), "because", because),
                                        "/api/v1/projects/"
                                                + project
                                                + "/value/explain?asOf="
                                                + now));
            }
        }
        Proof proof = Proof.sum("Realised by their benefits", currency, parts);
        return new StakeholderProof(
                person.id(),
                person.role(),
                project,
                Objects.requireNonNull(Shown.figure(proof.number())),
                currency,
                "sum of what the benefits that matter to them have earned",
                now,
                List.copyOf(unknown),
                proof);
    }
}
