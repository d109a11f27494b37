package dev.payoff.portfolio;

import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's figures are computed by, for who computes them: schedules, indices, calendar,
 * priorities, each as known at a time.
 */
@ApplicationScoped
public class MoneyTerms {

    /** The schedule of HM Treasury, which every tenant has unless it tells one of the same key. */
    public static final String GREEN_BOOK = "hmt-green-book";

    /** The key of the one calendar of a tenant. */
    private static final String CALENDAR = "calendar";

    private static final int MAX_PRIORITIES = 10_000;

    private final TermStore store;
    private final Map<String, DiscountScheduleInput> builtIn = Map.of(GREEN_BOOK, load(GREEN_BOOK));

    MoneyTerms(TermStore store) {
        this.store = store;
    }

    private static DiscountScheduleInput load(String key) {
        String file = "discount-schedules/" + key + ".json";
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + file + " is missing.");
            }
            return Bodies.EXACT.readValue(in, DiscountScheduleInput.class);
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + file + " could not be read.", e);
        }
    }

    /**
     * A discount schedule as known at a time (null: now); empty where there is none of this key.
     */
    public Uni<Optional<Kept<DiscountScheduleInput>>> schedule(
            SqlConnection tx, String key, @Nullable Instant knownAt) {
        return store.find(
                        tx,
                        TermStore.Kind.DISCOUNT_SCHEDULE,
                        key,
                        knownAt,
                        DiscountScheduleInput.class)
                .map(found ->
                        found.or(() ->
                                Optional.ofNullable(builtIn.get(key))
                                        .map(it -> new Kept<>(key, 0, null, true, it))));
    }

    /** A price index as known at a time (null: now); empty where there is none of this key. */
    public Uni<Optional<Kept<PriceIndexInput>>> index(
            SqlConnection tx, String key, @Nullable Instant knownAt) {
        return store.find(tx, TermStore.Kind.PRICE_INDEX, key, knownAt, PriceIndexInput.class);
    }

    /**
     * The tenant's fiscal calendar as known at a time (null: now); calendar years if none is told.
     */
    public Uni<Kept<FiscalCalendarInput>> calendar(SqlConnection tx, @Nullable Instant knownAt) {
        return store.find(
                        tx,
                        TermStore.Kind.FISCAL_CALENDAR,
                        CALENDAR,
                        knownAt,
                        FiscalCalendarInput.class)
                .map(found ->
                        found.orElseGet(() ->
                                new Kept<>(CALENDAR, 0, null, true, FiscalCalendarInput.DEFAULT)));
    }

    /**
     * The priorities of all projects, by the project's id; those of at most 10,000.
     *
     * @param knownAt as they were known then; null: now
     */
    public Uni<Map<UUID, PriorityInput>> priorities(SqlConnection tx, @Nullable Instant knownAt) {
        return store.list(
                        tx,
                        TermStore.Kind.PRIORITY,
                        "",
                        knownAt,
                        MAX_PRIORITIES,
                        PriorityInput.class)
                .map(all -> {
                    Map<UUID, PriorityInput> byProject = new LinkedHashMap<>();
                    all.forEach(it -> byProject.put(UUID.fromString(it.key()), it.terms()));
                    return byProject;
                });
    }

    Map<String, DiscountScheduleInput> builtIn() {
        return Map.copyOf(builtIn);
    }

    Uni<Kept<FiscalCalendarInput>> putCalendar(Caller caller, FiscalCalendarInput terms) {
        return store.put(
                caller, TermStore.Kind.FISCAL_CALENDAR, CALENDAR, terms, FiscalCalendarInput.class);
    }
}
