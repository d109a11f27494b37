package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that we ask for costs: a ledger, month by month. The months that are still open are read
 * again each time, and what is there then is compared with what was booked: so an entry that was
 * there before adds nothing, one that changed is corrected, and one that is gone is taken back,
 * whether or not the system tells of changes. {@link CostTurn} does all of that; a connector turns
 * pages.
 *
 * <p>Its manifest has the settings {@code rules}, {@code defaultProject}, {@code backfillMonths},
 * {@code openMonths} and {@code intervalMinutes}.
 */
public interface CostPull extends Connector {

    /** Whether there is anything to ask; a system that also takes files may have nothing. */
    default boolean asks(Connection connection) {
        return true;
    }

    /**
     * Fetches a page of a month's entries. The order of pages must not depend on what is added
     * meanwhile, as far as the system allows it.
     *
     * @param after what the page before gave as {@code next}; null for the first
     */
    Uni<Page> page(Connection connection, YearMonth month, @Nullable String after);

    /**
     * An entry of the outside ledger.
     *
     * @param id what the system calls it, whatever its content; unique within the connection
     * @param amount cost is positive, a credit negative; in {@code currency}
     * @param category such as the account, at most {@value #MAX_CATEGORY_CHARS} characters
     * @param of what rules can ask for, by name, such as the cost centre
     */
    record Entry(
            String id,
            LocalDate on,
            BigDecimal amount,
            String currency,
            String category,
            @Nullable String note,
            Map<String, String> of) {

        /** Cuts what is too long. */
        public Entry {
            category = category.isBlank() ? "other" : cut(category, MAX_CATEGORY_CHARS);
            note = note == null || note.isBlank() ? null : cut(note, MAX_NOTE_CHARS);
            of = Map.copyOf(of);
        }

        private static String cut(String text, int max) {
            return text.length() <= max ? text : text.substring(0, max);
        }
    }

    /**
     * Name under which an entry has the id or key of a project of ours, where the system itself
     * tells it; taken where no rule holds.
     */
    String OWN_PROJECT = "=project";

    /** Longest category of an entry. */
    int MAX_CATEGORY_CHARS = 100;

    /** Longest note of an entry. */
    int MAX_NOTE_CHARS = 300;

    /** What one request brought. */
    sealed interface Page {

        /**
         * Entries.
         *
         * @param unusable a sentence on each entry that cannot be read
         * @param next names the next page; null after the last one
         */
        record Entries(List<Entry> entries, List<String> unusable, @Nullable String next)
                implements Page {}

        /**
         * Nothing came, and why; worded for whoever configured it.
         *
         * @param pause how long the system asks to be left alone, or null
         */
        record Failed(String reason, @Nullable Duration pause) implements Page {}
    }
}
