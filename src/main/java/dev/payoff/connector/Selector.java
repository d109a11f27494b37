package dev.payoff.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pushed series a feed takes, and what of them: {@code name{label="pattern"}}, with {@code *}
 * for any text, and {@code |increase} for what a counter grew by from one sample to the next.
 *
 * @param labels patterns by label; a label that a series does not have is an empty text
 */
public record Selector(Glob name, Map<String, Glob> labels, boolean increase) {

    private static final Pattern SHAPE =
            Pattern.compile("([^{}|\"\\s]+)(?:\\{([^{}]*)\\})?(?:\\|(value|increase))?");
    private static final Pattern LABEL =
            Pattern.compile("\\s*([^=,\"\\s]+)\\s*=\\s*\"([^\"]*)\"\\s*");

    private static final List<String> COUNTERS = List.of("_total", "_count", "_sum", "_bucket");

    private static final String INCREASE = "|increase";

    /** Longest series name that is taken. */
    private static final int MAX_CHARS = 500;

    /** Reads a feed's series; null where it is none. */
    public static @Nullable Selector parse(String series) {
        Matcher shape = series.length() > MAX_CHARS ? null : SHAPE.matcher(series);
        if (shape == null || !shape.matches()) {
            return null;
        }
        Map<String, Glob> labels = new LinkedHashMap<>();
        String list = shape.group(2);
        if (list != null && !list.isBlank()) {
            for (String each : list.split(",", -1)) {
                Matcher label = LABEL.matcher(each);
                if (!label.matches()) {
                    return null;
                }
                labels.put(label.group(1), new Glob(label.group(2), false));
            }
        }
        return new Selector(
                new Glob(shape.group(1), false), labels, "increase".equals(shape.group(3)));
    }

    /** What is wrong with a series name, as the rest of a sentence; null where nothing is. */
    public static @Nullable String check(String series) {
        return parse(series) == null
                ? "is name{label=\"pattern\"} of at most "
                        + MAX_CHARS
                        + " characters, with |increase after it for what a counter grew by"
                : null;
    }

    /**
     * What a feed would say to take series of a sample's name: what they grew by where they are
     * counters. Prometheus mostly tells counters by their names alone.
     */
    static String offer(Samples.Sample sample) {
        String name = sample.series().name();
        Boolean told = sample.told().counter();
        boolean counter =
                told != null
                        ? told
                        : sample.kind() == Samples.Kind.DELTA
                                || (sample.kind() == Samples.Kind.CUMULATIVE
                                        && sample.start() != null)
                                || COUNTERS.stream().anyMatch(name::endsWith);
        return name + (counter ? INCREASE : "");
    }

    /**
     * An offer by what is known of its series since.
     *
     * @param counter whether it only grows; null: as the offer has it
     */
    static String offer(String offer, @Nullable Boolean counter) {
        if (counter == null) {
            return offer;
        }
        String name =
                offer.endsWith(INCREASE)
                        ? offer.substring(0, offer.length() - INCREASE.length())
                        : offer;
        return name + (counter ? INCREASE : "");
    }

    /** Whether a feed takes, of whatever labels, what an offer names. */
    public static boolean takes(String feed, String offer) {
        Selector selector = parse(feed);
        Selector offered = parse(offer);
        return selector != null
                && offered != null
                && selector.name().matches(offered.name().pattern());
    }

    /** What a series that was offered is probably measured in; null where nothing tells. */
    public static @Nullable UnitSuggestion suggests(String offer, @Nullable String unit) {
        return UnitHints.of(offer, unit);
    }

    /** Whether a series is one that this selects. */
    public boolean matches(Samples.Series series) {
        return name.matches(series.name())
                && labels.entrySet().stream()
                        .allMatch(each ->
                                each.getValue()
                                        .matches(series.labels().getOrDefault(each.getKey(), "")));
    }
}
