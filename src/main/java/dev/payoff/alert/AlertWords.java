package dev.payoff.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What there is to say of an episode, in words that every kind of channel shares. Pure. */
final class AlertWords {

    private static final BigDecimal HOURS_A_DAY = BigDecimal.valueOf(24);

    private final UnaryOperator<String> name;

    /**
     * @param name makes what users named fit for the channel: names are never mark-up, and stay on
     *     one line
     */
    AlertWords(UnaryOperator<String> name) {
        this.name = name;
    }

    /** What is wrong, in a sentence. */
    String sentence(EpisodeJson episode) {
        String detail = episode.detail() == null ? "" : " " + episode.detail();
        if (episode.figure().yesOrNo()) {
            return capitalised(subject(episode)) + answer(episode.figure()) + detail;
        }
        String value =
                episode.value() == null
                        ? "has crossed its limit"
                        : "is " + shown(episode, episode.value());
        String limit =
                episode.threshold() == null || episode.comparator() == null
                        ? ""
                        : ", "
                                + Comparison.of(episode.comparator()).words()
                                + " "
                                + shown(episode, episode.threshold());
        return capitalised(subject(episode)) + " " + value + limit + "." + detail;
    }

    private static String answer(Figure figure) {
        return switch (figure) {
            case UNMEASURED -> " was never measured.";
            case NO_OWNER -> " has no owner.";
            default -> " is silent: no reading for longer than it should be.";
        };
    }

    /** How it stands now that it is over; empty where that is not known. */
    String recovered(EpisodeJson episode) {
        if (episode.figure().yesOrNo()) {
            return " "
                    + capitalised(subject(episode))
                    + switch (episode.figure()) {
                        case UNMEASURED -> " is measured now.";
                        case NO_OWNER -> " has an owner now.";
                        default -> " speaks again.";
                    };
        }
        BigDecimal value = episode.resolvedValue();
        return value == null
                ? ""
                : " " + capitalised(subject(episode)) + " was last " + shown(episode, value) + ".";
    }

    private String subject(EpisodeJson episode) {
        String metric = episode.metricName();
        String of = name.apply(metric == null ? episode.projectName() : metric);
        String window = episode.window();
        return switch (episode.figure()) {
            case VALUE, NO_DATA, UNMEASURED, NO_OWNER -> of;
            case MEAN, MIN, MAX, SUM, COUNT ->
                    "the "
                            + episode.figure().words()
                            + " of "
                            + of
                            + (window == null ? "" : " in the " + window.toLowerCase(Locale.ROOT));
            case ACHIEVEMENT, REALISED, ROI_SIMPLE, REALISATION, FORECAST, BURN_RATE ->
                    "the " + episode.figure().words() + " of " + of;
        };
    }

    private String shown(EpisodeJson episode, BigDecimal value) {
        return switch (episode.figure()) {
            case ACHIEVEMENT, ROI_SIMPLE, REALISATION, FORECAST -> SlackText.percent(value);
            case REALISED ->
                    episode.currency() == null
                            ? SlackText.number(value)
                            : SlackText.money(value, episode.currency());
            case BURN_RATE -> SlackText.number(value.setScale(2, RoundingMode.HALF_EVEN));
            case COUNT, NO_DATA, UNMEASURED, NO_OWNER -> SlackText.number(value);
            case VALUE, MEAN, MIN, MAX, SUM -> {
                String unit = episode.unit();
                yield SlackText.number(value) + (unit == null ? "" : " " + name.apply(unit));
            }
        };
    }

    /** What the project earned or lost when it fired. */
    String worth(EpisodeJson episode) {
        BigDecimal perHour = episode.worthPerHour();
        String currency = episode.currency();
        if (perHour == null || currency == null) {
            return "not known";
        }
        String verb = perHour.signum() < 0 ? "The project loses " : "The project earns ";
        return verb
                + SlackText.money(perHour.abs(), currency)
                + " an hour now, "
                + SlackText.money(perHour.abs().multiply(HOURS_A_DAY), currency)
                + " a day.";
    }

    static String severity(Severity severity) {
        return switch (severity) {
            case INFO -> "Info";
            case WARNING -> "Warning";
            case CRITICAL -> "Critical";
        };
    }

    private static String capitalised(String text) {
        return text.startsWith("the ") ? "T" + text.substring(1) : text;
    }

    /** The page of Payoff that shows the episode. */
    static String link(EpisodeJson episode, String publicUrl) {
        String base =
                publicUrl.endsWith("/")
                        ? publicUrl.substring(0, publicUrl.length() - 1)
                        : publicUrl;
        return base + "/projects/" + episode.project() + "?alert=" + episode.id();
    }
}
