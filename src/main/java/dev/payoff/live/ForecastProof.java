package dev.payoff.live;

import dev.payoff.analytics.forecast.Cumulative;
import dev.payoff.app.MetricFacts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a {@link ValueForecast} and its proof, down to what each metric earned on each day;
 * pure. Whoever forecasts the days of the proof again gets the same digits.
 *
 * @param at the time to come that it is of, where the forecast reaches so far; else its end
 * @param value as the forecast tells it; null where it is not known, {@code reason} says why
 * @param how how the forecast was made, in a sentence; null where nothing could be told
 * @param proof null where the figure is not known
 */
@Schema(name = "ForecastExplanation")
public record ForecastProof(
        String project,
        String figure,
        @Nullable BigDecimal value,
        String unit,
        String formula,
        @Nullable String reason,
        Instant asOf,
        @Nullable Instant asKnownAt,
        Instant at,
        BigDecimal coverage,
        @Nullable String how,
        @Nullable Proof proof) {

    /** The figures that can be asked for. */
    static final Set<String> FIGURES =
            new TreeSet<>(Set.of("expected", "lower", "upper", "planned"));

    /** The most days and metrics that are told one by one; of more, each day is one amount. */
    static final int MOST_PARTS = 5_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final String NO_PLAN = "No metric that counts is promised in money.";

    /**
     * The proof of a figure.
     *
     * @param asked the time to come; null: the forecast's own end
     */
    static ForecastProof of(
            Ledger ledger, @Nullable Instant asked, BigDecimal coverage, String figure) {
        ValueForecast forecast = ValueForecast.of(ledger, asked, coverage, 2);
        ValueForecast.Point point =
                forecast.points().isEmpty() ? null : forecast.points().getLast();
        BigDecimal value =
                point == null
                        ? null
                        : switch (figure) {
                            case "expected" -> point.expected();
                            case "lower" -> point.lower();
                            case "upper" -> point.upper();
                            case "planned" -> point.planned();
                            default -> throw new IllegalArgumentException(figure);
                        };
        return new ForecastProof(
                ledger.project().key(),
                figure,
                value,
                forecast.currency(),
                formula(figure),
                value == null ? why(figure, forecast) : null,
                forecast.asOf(),
                ledger.moment().asKnownAt(),
                forecast.until(),
                coverage,
                forecast.how(),
                value == null ? null : new Builder(ledger, forecast).of(figure));
    }

    private static String formula(String figure) {
        return switch (figure) {
            case "lower" -> "expected − half the interval";
            case "upper" -> "expected + half the interval";
            case "planned" -> "sum of what the metrics promise until then";
            default -> "realised by as-of + what its days go on to add up to";
        };
    }

    private static String why(String figure, ValueForecast forecast) {
        return forecast.points().isEmpty() || !figure.equals("planned")
                ? String.join(" ", forecast.reasons())
                : NO_PLAN;
    }

    /** Puts a proof together. */
    private static final class Builder {

        private final Ledger ledger;
        private final ValueForecast forecast;
        private final List<Earning> earnings;
        private final ForecastBasis basis;
        private final Cumulative.Result result;
        private final double days;

        Builder(Ledger ledger, ValueForecast forecast) {
            this.ledger = ledger;
            this.forecast = forecast;
            this.earnings = Earning.of(ledger);
            this.basis = ForecastBasis.of(earnings, forecast.asOf(), forecast.until());
            this.days = ValueForecast.days(forecast.asOf(), forecast.until());
            this.result =
                    ValueForecast.forecast(basis.perDay(), days, forecast.coverage().doubleValue());
        }

        Proof of(String figure) {
            return switch (figure) {
                case "lower" -> Proof.difference("At least", currency(), expected(), margin());
                case "upper" -> Proof.sum("At most", currency(), List.of(expected(), margin()));
                case "planned" -> planned();
                default -> expected();
            };
        }

        private Proof expected() {
            return Proof.sum("Expected", currency(), List.of(realised(), toCome()));
        }

        private Proof realised() {
            List<Proof> metrics = new ArrayList<>();
            for (Earning earning : earnings) {
                metrics.add(
                        Proof.told(earning.name(), earning.realised(), currency())
                                .with(Map.of("metric", earning.key()), explained()));
            }
            return Proof.sum("Realised until as-of", currency(), metrics);
        }

        private String explained() {
            return "/api/v1/projects/"
                    + ledger.project().key()
                    + "/value/explain?asOf="
                    + forecast.asOf();
        }

        private Proof toCome() {
            return Proof.of(
                            "To come until " + forecast.until(),
                            Operation.FORECAST,
                            BigDecimal.valueOf(ValueForecast.between(result.totals(), days)),
                            currency(),
                            past())
                    .with(
                            inOrder(
                                    "method",
                                    result.method().name(),
                                    "season",
                                    Integer.toString(result.season()),
                                    "days",
                                    Double.toString(days)),
                            null);
        }

        private Proof margin() {
            List<Double> margins = Objects.requireNonNull(result.margins());
            return Proof.of(
                            "Half the interval",
                            Operation.INTERVAL,
                            BigDecimal.valueOf(ValueForecast.between(margins, days)),
                            currency(),
                            List.of())
                    .with(
                            inOrder(
                                    "coverage",
                                    forecast.coverage().toPlainString(),
                                    "days",
                                    Double.toString(days),
                                    "toldByThePastUntilDay",
                                    Integer.toString(result.told()),
                                    "forecastsOfThePast",
                                    Integer.toString(result.tried())),
                            null);
        }

        /**
         * Each whole day before as-of, what its metrics earned on it, and where their readings are.
         */
        private List<Proof> past() {
            int count = basis.perDay().size();
            boolean tell = (long) count * basis.going().size() <= MOST_PARTS;
            List<Proof> past = new ArrayList<>(count);
            for (int day = 0; day < count; day++) {
                Instant to = forecast.asOf().minus(DAY.multipliedBy(count - day - 1L));
                past.add(day(day, to.minus(DAY), to, tell));
            }
            return past;
        }

        private Proof day(int day, Instant from, Instant to, boolean tell) {
            List<Proof> metrics = new ArrayList<>();
            for (ForecastBasis.Going going : basis.going()) {
                metrics.add(
                        Proof.told(going.earning().name(), going.perDay().get(day), currency())
                                .with(
                                        Map.of(),
                                        "/api/v1/metrics/"
                                                + going.earning().metric()
                                                + "/measurements?from="
                                                + from
                                                + "&to="
                                                + to));
            }
            Proof sum = Proof.sum("Earned from " + from + " to " + to, currency(), metrics);
            return tell ? sum : Proof.told(sum.label(), sum.number(), currency());
        }

        private Proof planned() {
            List<Proof> promises = new ArrayList<>();
            for (Ledger.Entry entry : ledger.entries()) {
                BigDecimal planned =
                        RealisedValue.plannedToDate(entry.terms(), forecast.until()).value();
                if (planned != null && entry.terms().counted()) {
                    promises.add(
                            Proof.of(
                                            entry.name()
                                                    + ", promised from its start until "
                                                    + forecast.until(),
                                            Operation.PROMISE,
                                            planned,
                                            currency(),
                                            List.of())
                                    .with(
                                            MetricFacts.promise(entry.terms(), forecast.until()),
                                            null));
                }
            }
            return Proof.sum("Planned", currency(), promises);
        }

        /** Facts in the order that people read them in; names and values by turns. */
        private static Map<String, String> inOrder(String... namesAndValues) {
            Map<String, String> facts = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                facts.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return facts;
        }

        private String currency() {
            return ledger.project().currency();
        }
    }
}
