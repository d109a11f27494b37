package dev.payoff.analytics;

import dev.payoff.app.MetricFacts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The proof of what a candidate is worth, made of the same parts as {@link ProjectFacts#value}:
 * what each benefit earns in each year, discounted, at today's rate, less the costs to come, each
 * at its day's. Pure.
 *
 * @param years of the horizon
 * @param day from which it counts
 */
record CandidateProof(ProjectFacts facts, BigDecimal years, LocalDate day) {

    Proof proof() {
        return Proof.difference(
                "Net present value of " + facts.key(), facts.asked(), earned(), costs());
    }

    private Proof earned() {
        List<Proof> all = new ArrayList<>();
        for (ProjectFacts.Year year : ProjectFacts.years(years, day)) {
            List<Proof> benefits = new ArrayList<>();
            for (Earner earner : facts.earners()) {
                benefits.add(
                        earner.livePerHour() == null
                                ? promised(earner, year)
                                : goingOn(earner, earner.livePerHour(), year));
            }
            List<Proof> growth = new ArrayList<>();
            for (int t = 0; t < year.number(); t++) {
                growth.add(Proof.told("1 + discount rate", facts.growth(), null));
            }
            all.add(
                    Proof.quotient(
                            "Year " + year.number() + ", discounted",
                            facts.currency(),
                            Proof.sum(
                                    "From " + year.from() + " to " + year.to(),
                                    facts.currency(),
                                    benefits),
                            Proof.product("Growth until its end", null, growth)));
        }
        return converted(Proof.sum("Benefits", facts.currency(), all), facts.today());
    }

    private Proof goingOn(Earner earner, BigDecimal perHour, ProjectFacts.Year year) {
        return Proof.product(
                earner.key() + ", at its present rate",
                facts.currency(),
                List.of(
                        Proof.told("Earned an hour", perHour, facts.currency())
                                .with(Map.of("metric", earner.key()), readings(earner)),
                        Proof.quotient(
                                "Hours",
                                null,
                                Proof.told("Seconds", earner.seconds(year.from(), year.to()), null),
                                Proof.told("Seconds an hour", Earner.SECONDS_AN_HOUR, null))));
    }

    private Proof promised(Earner earner, ProjectFacts.Year year) {
        return Proof.product(
                earner.key() + ", as promised",
                facts.currency(),
                List.of(
                        Proof.difference(
                                "Promised in the year",
                                facts.currency(),
                                until(earner, year.to()),
                                until(earner, year.from())),
                        Proof.told("Confidence", earner.terms().confidence(), null)));
    }

    private Proof until(Earner earner, Instant until) {
        return Proof.of(
                        earner.key() + ", promised from its start until " + until,
                        Operation.PROMISE,
                        earner.promisedBefore(until),
                        facts.currency(),
                        List.of())
                .with(MetricFacts.promise(earner.terms(), until), readings(earner));
    }

    private static String readings(Earner earner) {
        return "/api/v1/metrics/" + earner.metric() + "/measurements";
    }

    private Proof costs() {
        String link = "/api/v1/projects/" + facts.key() + "/costs";
        if (facts.costsItsBudget()) {
            return converted(
                    Proof.told(
                            "Budget of the latest report",
                            Objects.requireNonNull(facts.budget()),
                            facts.currency()),
                    facts.today());
        }
        List<Proof> lines =
                facts.planned().stream()
                        .filter(it -> !it.on().isBefore(day))
                        .map(it ->
                                converted(
                                        Proof.told(
                                                        "Planned on " + it.on(),
                                                        it.amount(),
                                                        it.currency())
                                                .with(Map.of(), link),
                                        it.currency().equals(facts.asked()) ? null : it.rate()))
                        .toList();
        Proof sum = Proof.sum("Costs to come", facts.asked(), lines);
        return sum.number().signum() < 0
                ? Proof.told(
                        "Credits are more than costs, which are not told below 0",
                        BigDecimal.ZERO,
                        facts.asked())
                : sum;
    }

    private Proof converted(Proof amount, @Nullable Conversion rate) {
        return rate == null
                ? amount
                : Proof.product(
                        amount.label() + ", converted", rate.to(), List.of(amount, rate.proof()));
    }
}
