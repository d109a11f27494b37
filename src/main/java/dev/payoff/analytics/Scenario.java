package dev.payoff.analytics;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A choice that was saved.
 *
 * @param basis what each candidate was answered with
 * @param stale whether figures moved since it was solved; {@code moved} has which
 */
public record Scenario(
        UUID id,
        String name,
        String currency,
        ScenarioInput input,
        List<Basis> basis,
        ScenarioResult result,
        boolean stale,
        List<Basis.Move> moved,
        int version,
        String createdBy,
        Instant createdAt,
        Instant solvedAt,
        @Nullable Instant approvedAt,
        @Nullable String approvedBy) {

    Scenario withMoved(List<Basis.Move> moves) {
        return new Scenario(
                id,
                name,
                currency,
                input,
                basis,
                result,
                !moves.isEmpty(),
                moves,
                version,
                createdBy,
                createdAt,
                solvedAt,
                approvedAt,
                approvedBy);
    }

    /** One of a list. */
    public record Summary(
            UUID id,
            String name,
            String currency,
            boolean possible,
            @Nullable BigDecimal value,
            boolean proved,
            int version,
            Instant solvedAt,
            @Nullable Instant approvedAt) {}

    Summary summary() {
        return new Summary(
                id,
                name,
                currency,
                result.choice().possible(),
                result.choice().value(),
                result.choice().proved(),
                version,
                solvedAt,
                approvedAt);
    }

    /**
     * Two scenarios side by side.
     *
     * @param difference value of the other − value of this; null where one has none, or currencies
     *     differ
     * @param onlyHere in this and not in the other; {@code onlyThere} the other way round
     * @param resources of either, with what each scenario has and uses of it
     */
    public record Comparison(
            Summary here,
            Summary there,
            @Nullable BigDecimal difference,
            List<String> both,
            List<String> onlyHere,
            List<String> onlyThere,
            Map<String, Two> resources) {}

    /** A resource in two scenarios; null where a scenario has it not. */
    public record Two(ChoiceReport.@Nullable Price here, ChoiceReport.@Nullable Price there) {}

    Comparison compare(Scenario other) {
        Set<String> mine = chosen();
        Set<String> theirs = other.chosen();
        List<String> both = new ArrayList<>(mine);
        both.retainAll(theirs);
        List<String> onlyHere = new ArrayList<>(mine);
        onlyHere.removeAll(theirs);
        List<String> onlyThere = new ArrayList<>(theirs);
        onlyThere.removeAll(mine);
        BigDecimal value = result.choice().value();
        BigDecimal their = other.result.choice().value();
        Map<String, Two> resources = new TreeMap<>();
        result.choice().resources().forEach(it -> resources.put(it.resource(), new Two(it, null)));
        other.result
                .choice()
                .resources()
                .forEach(it ->
                        resources.merge(
                                it.resource(),
                                new Two(null, it),
                                (a, b) -> new Two(a.here(), b.there())));
        return new Comparison(
                summary(),
                other.summary(),
                value == null || their == null || !currency.equals(other.currency)
                        ? null
                        : their.subtract(value),
                both,
                onlyHere,
                onlyThere,
                resources);
    }

    private Set<String> chosen() {
        Set<String> chosen = new TreeSet<>();
        result.choice().projects().stream()
                .filter(ChoiceReport.Line::in)
                .forEach(it -> chosen.add(it.project()));
        return chosen;
    }
}
