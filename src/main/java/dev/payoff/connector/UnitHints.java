package dev.payoff.connector;

import dev.payoff.connector.UnitSuggestion.Conversion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the unit of a pushed series by what its sender said of it, and else by its name; pure.
 *
 * <ul>
 *   <li>OpenTelemetry tells units by UCUM ({@code ms}, {@code By}, {@code {request}}), and by its
 *       conventions a ratio has the unit 1 and a name that ends in {@code utilization} or {@code
 *       ratio}.
 *   <li>OpenMetrics has the unit as the last part of a name, before {@code _total}, and knows base
 *       units only (prometheus.io/docs/practices/naming).
 * </ul>
 *
 * Another unit that a sender tells is taken as it is; another name is not guessed at.
 */
final class UnitHints {

    /** As many as a feed's factor may have. */
    static final int FACTOR_DIGITS = 12;

    private static final int MAX_UNIT_CHARS = 63;

    /** A unit: how people say it, and what it can be told in, the usual one first. */
    private record Known(String words, List<Conversion> conversions) {}

    /** Ends of names, of counters and of the series of a histogram, that are no units. */
    private static final Pattern END = Pattern.compile("[._](total|sum|bucket|count)$");

    private static final Pattern ANNOTATED = Pattern.compile("\\{([^{}]+)\\}");

    private static final Map<String, Known> UCUM = ucum();
    private static final Map<String, String> NAMED = named();

    private UnitHints() {}

    /**
     * What a feed's series is measured in.
     *
     * @param offer as {@link Selector#offer} says it
     * @param told what the sender said the unit is, or null
     */
    static @Nullable UnitSuggestion of(String offer, @Nullable String told) {
        boolean counter = offer.endsWith("|increase");
        String name = counter ? offer.substring(0, offer.lastIndexOf('|')) : offer;
        Matcher end = END.matcher(name);
        String last = end.find() ? end.group(1) : "";
        String stem = last.isEmpty() ? name : name.substring(0, end.start());
        String grows =
                counter ? " It is a counter: a feed takes what it grew by, with |increase." : "";
        if (last.equals("count")) {
            return plain(
                    lastWord(stem, "events"),
                    counter,
                    "The name ends in " + name.substring(end.start()) + ": it counts." + grows);
        }
        UnitSuggestion known = told == null ? null : told(stem, told.strip(), counter, grows);
        if (known != null) {
            return known;
        }
        String ucum = byName(stem);
        if (ucum != null) {
            return suggestion(ucum, counter, "The name ends in " + ending(stem) + "." + grows);
        }
        return last.equals("total") || counter && told == null
                ? plain(
                        lastWord(stem, "events"),
                        counter,
                        "The name has no unit: it counts what it is named after." + grows)
                : null;
    }

    private static @Nullable UnitSuggestion told(
            String stem, String told, boolean counter, String grows) {
        String said = "The sender says that its unit is " + told + "." + grows;
        if (told.isEmpty() || told.length() > MAX_UNIT_CHARS) {
            return null;
        }
        if (told.equals("1")) {
            return ratio(stem)
                    ? suggestion(
                            "1",
                            counter,
                            "The sender says that its unit is 1, and the name ends in "
                                    + ending(stem)
                                    + ": a part of 1."
                                    + grows)
                    : plain("1", counter, said);
        }
        Matcher annotated = ANNOTATED.matcher(told);
        if (annotated.matches()) {
            return plain(annotated.group(1), counter, said);
        }
        String code = UCUM.containsKey(told) ? told : NAMED.get(told.toLowerCase(Locale.ROOT));
        return code != null
                ? suggestion(code, counter, said)
                : plain(told.replaceAll("[{}]", ""), counter, said);
    }

    private static boolean ratio(String stem) {
        return stem.endsWith("utilization") || stem.endsWith("ratio");
    }

    /** The unit that a name ends in; a point in time is none. */
    private static @Nullable String byName(String stem) {
        return stem.endsWith("timestamp_seconds") || stem.endsWith("time_seconds_since_epoch")
                ? null
                : NAMED.get(ending(stem).substring(1).toLowerCase(Locale.ROOT));
    }

    private static String ending(String stem) {
        int at = Math.max(stem.lastIndexOf('_'), stem.lastIndexOf('.'));
        return at < 0 ? "_" + stem : stem.substring(at);
    }

    private static String lastWord(String stem, String otherwise) {
        String word = ending(stem).substring(1);
        return word.isEmpty() || NAMED.containsKey(word) ? otherwise : word;
    }

    private static UnitSuggestion plain(String unit, boolean counter, String reason) {
        return new UnitSuggestion(
                unit, counter, List.of(new Conversion(unit, BigDecimal.ONE, true)), reason);
    }

    private static UnitSuggestion suggestion(String code, boolean counter, String reason) {
        Known known = Objects.requireNonNull(UCUM.get(code));
        return new UnitSuggestion(known.words(), counter, known.conversions(), reason);
    }

    private static Map<String, Known> ucum() {
        return Map.ofEntries(
                Map.entry(
                        "s",
                        known(
                                "seconds",
                                to("s", 1, 1),
                                to("ms", 1_000, 1),
                                to("min", 1, 60),
                                to("h", 1, 3_600))),
                Map.entry(
                        "ms",
                        known(
                                "milliseconds",
                                to("ms", 1, 1),
                                to("s", 1, 1_000),
                                to("min", 1, 60_000),
                                to("h", 1, 3_600_000))),
                Map.entry("us", known("microseconds", to("ms", 1, 1_000), to("s", 1, 1_000_000))),
                Map.entry(
                        "ns",
                        known("nanoseconds", to("ms", 1, 1_000_000), to("s", 1, 1_000_000_000))),
                Map.entry("min", known("minutes", to("min", 1, 1), to("h", 1, 60))),
                Map.entry("h", known("hours", to("h", 1, 1), to("days", 1, 24))),
                Map.entry("d", known("days", to("days", 1, 1), to("h", 24, 1))),
                Map.entry(
                        "By",
                        known(
                                "bytes",
                                to("GB", 1, 1_000_000_000),
                                to("MB", 1, 1_000_000),
                                to("bytes", 1, 1))),
                Map.entry(
                        "kBy",
                        known(
                                "kilobytes",
                                to("GB", 1, 1_000_000),
                                to("MB", 1, 1_000),
                                to("kB", 1, 1))),
                Map.entry(
                        "KiBy",
                        known(
                                "kibibytes",
                                to("GB", 1_024, 1_000_000_000),
                                to("MB", 1_024, 1_000_000))),
                Map.entry("MBy", known("megabytes", to("GB", 1, 1_000), to("MB", 1, 1))),
                Map.entry(
                        "MiBy",
                        known(
                                "mebibytes",
                                to("GB", 1_048_576, 1_000_000_000),
                                to("MB", 1_048_576, 1_000_000))),
                Map.entry("GBy", known("gigabytes", to("GB", 1, 1), to("TB", 1, 1_000))),
                Map.entry(
                        "GiBy",
                        known(
                                "gibibytes",
                                to("GiB", 1, 1),
                                to("GB", 1_073_741_824, 1_000_000_000))),
                Map.entry("1", known("a part of 1", to("%", 100, 1), to("1", 1, 1))),
                Map.entry("%", known("percent", to("%", 1, 1))),
                Map.entry("Cel", known("degrees Celsius", to("°C", 1, 1))),
                Map.entry("J", known("joules", to("kWh", 1, 3_600_000), to("J", 1, 1))),
                Map.entry("W", known("watts", to("kW", 1, 1_000), to("W", 1, 1))),
                Map.entry("V", known("volts", to("V", 1, 1))),
                Map.entry("A", known("amperes", to("A", 1, 1))),
                Map.entry("m", known("metres", to("m", 1, 1), to("km", 1, 1_000))),
                Map.entry("g", known("grams", to("kg", 1, 1_000), to("g", 1, 1))),
                Map.entry("Hz", known("hertz", to("Hz", 1, 1))));
    }

    private static Known known(String words, Conversion... conversions) {
        return new Known(words, List.of(conversions));
    }

    /** One of what comes is so many, by so many, of a unit. */
    private static Conversion to(String unit, long times, long by) {
        BigDecimal factor =
                BigDecimal.valueOf(times)
                        .divide(BigDecimal.valueOf(by), FACTOR_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal shown = factor.stripTrailingZeros();
        return new Conversion(
                unit,
                shown.scale() < 0 ? shown.setScale(0) : shown,
                factor.multiply(BigDecimal.valueOf(by)).compareTo(BigDecimal.valueOf(times)) == 0);
    }

    /** Units by their names in OpenMetrics and in names of metrics. */
    private static Map<String, String> named() {
        return Map.ofEntries(
                Map.entry("seconds", "s"),
                Map.entry("milliseconds", "ms"),
                Map.entry("microseconds", "us"),
                Map.entry("nanoseconds", "ns"),
                Map.entry("minutes", "min"),
                Map.entry("hours", "h"),
                Map.entry("days", "d"),
                Map.entry("bytes", "By"),
                Map.entry("kilobytes", "kBy"),
                Map.entry("kibibytes", "KiBy"),
                Map.entry("megabytes", "MBy"),
                Map.entry("mebibytes", "MiBy"),
                Map.entry("gigabytes", "GBy"),
                Map.entry("gibibytes", "GiBy"),
                Map.entry("ratio", "1"),
                Map.entry("ratios", "1"),
                Map.entry("utilization", "1"),
                Map.entry("percent", "%"),
                Map.entry("celsius", "Cel"),
                Map.entry("joules", "J"),
                Map.entry("watts", "W"),
                Map.entry("volts", "V"),
                Map.entry("amperes", "A"),
                Map.entry("meters", "m"),
                Map.entry("grams", "g"),
                Map.entry("hertz", "Hz"));
    }
}
