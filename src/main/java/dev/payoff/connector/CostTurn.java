package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.CostPlaces.Place;
import dev.payoff.connector.CostPull.Page;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads outside ledgers month by month, and has them booked. From where it stopped up to the
 * present, then the open months again, round after round.
 *
 * <p>A page's entries, and where the reading stands after it, are kept in one transaction, which
 * also makes sure that no other instance has taken the connection over.
 */
@ApplicationScoped
class CostTurn {

    /** Pages read in one turn; the rest goes on with the next. */
    static final int MAX_PAGES = 5;

    /** Pages of one month, after which something is wrong. */
    static final int MAX_PAGES_A_MONTH = 5_000;

    /** Failures in a row after which a month is begun anew, as the page may be gone. */
    static final int MAX_FAILURES_ON_A_PAGE = 3;

    private static final int MAX_SHOWN = 200;

    /** What is worked on: a connection that this instance holds by a lease. */
    record Work(Connection connection, UUID lease, int failures, CostPull pull) {}

    /** What a page came to. */
    private sealed interface Taken {
        record Lost() implements Taken {}

        record Twice() implements Taken {}

        /** The next place is null where the reading has reached the present. */
        record On(
                @Nullable Place next, int entries, int changes, int unmapped, List<String> problems)
                implements Taken {}
    }

    private final TenantDb db;
    private final CostBook book;
    private final Deliveries deliveries;
    private final TimeAndChance time;

    CostTurn(TenantDb db, CostBook book, Deliveries deliveries, TimeAndChance time) {
        this.db = db;
        this.book = book;
        this.deliveries = deliveries;
        this.time = time;
    }

    Uni<PullTurn> turn(Work work) {
        if (!work.pull().asks(work.connection())) {
            return Uni.createFrom().item(PullTurn.DONE);
        }
        return send(work)
                .chain(sent ->
                        sent.failure() != null || sent.more()
                                ? Uni.createFrom().item(sent)
                                : begin(work).chain(place -> pages(work, place, MAX_PAGES)));
    }

    private Uni<Place> begin(Work work) {
        return db.inTransaction(
                        work.connection().tenantId(),
                        tx -> CostPlaces.begin(tx, work.connection(), present()))
                .map(place ->
                        place.page() != null && work.failures() >= MAX_FAILURES_ON_A_PAGE
                                ? place.monthAnew()
                                : place);
    }

    /** Entries of today may be stamped tomorrow, further east. */
    private YearMonth present() {
        return YearMonth.from(time.now().atOffset(ZoneOffset.UTC).plusDays(1));
    }

    private Uni<PullTurn> pages(Work work, Place place, int left) {
        if (left == 0) {
            return Uni.createFrom().item(new PullTurn(null, true, null));
        }
        if (place.pages() >= MAX_PAGES_A_MONTH) {
            return Uni.createFrom()
                    .item(
                            PullTurn.failed(
                                    place.month()
                                            + " has more than "
                                            + MAX_PAGES_A_MONTH
                                            + " pages; is the filter right?"));
        }
        return work.pull()
                .page(work.connection(), place.month(), place.page())
                .chain(page ->
                        switch (page) {
                            case Page.Failed failed ->
                                    Uni.createFrom()
                                            .item(
                                                    new PullTurn(
                                                            place.month() + ": " + failed.reason(),
                                                            false,
                                                            failed.pause()));
                            case Page.Entries entries ->
                                    take(work, place, entries)
                                            .chain(taken -> goOn(work, place, taken, left));
                        });
    }

    private Uni<PullTurn> goOn(Work work, Place place, Taken taken, int left) {
        return switch (taken) {
            case Taken.Lost lost ->
                    Uni.createFrom().item(PullTurn.failed("Another instance took over."));
            case Taken.Twice twice ->
                    Uni.createFrom()
                            .item(
                                    PullTurn.failed(
                                            place.month()
                                                    + ": two entries have the same identity, so that one"
                                                    + " would hide the other."));
            case Taken.On on ->
                    send(work)
                            .chain(sent ->
                                    sent.failure() != null || on.next() == null
                                            ? Uni.createFrom().item(sent)
                                            : pages(work, on.next(), left - 1));
        };
    }

    private Uni<PullTurn> send(Work work) {
        return book.send(work.connection())
                .map(sent ->
                        switch (sent) {
                            case CostBook.Sent.Unavailable no -> PullTurn.failed(no.reason());
                            case CostBook.Sent.Done done -> new PullTurn(null, done.more(), null);
                        });
    }

    private Uni<Taken> take(Work work, Place place, Page.Entries page) {
        Connection connection = work.connection();
        return db.inTransaction(
                        connection.tenantId(),
                        tx ->
                                CostPlaces.held(tx, connection, work.lease())
                                        .chain(held ->
                                                held
                                                        ? booked(tx, connection, place, page)
                                                        : Uni.createFrom().item(new Taken.Lost())))
                .call(taken ->
                        taken instanceof Taken.On on
                                ? tell(connection, place, on)
                                : Uni.createFrom().voidItem());
    }

    private Uni<Taken> booked(
            SqlConnection tx, Connection connection, Place place, Page.Entries page) {
        ProjectRules rules = rules(connection);
        Set<String> named = new HashSet<>(rules.projects());
        named.addAll(CostLines.own(page.entries()));
        return CostBook.known(tx, named)
                .chain(known -> {
                    List<String> problems = new ArrayList<>(page.unusable());
                    List<CostBook.Line> lines =
                            CostLines.of(page.entries(), place, rules, known, problems);
                    int unmapped =
                            (int) lines.stream().filter(line -> line.project() == null).count();
                    if (lines.stream().map(CostBook.Line::line).distinct().count() < lines.size()) {
                        return Uni.createFrom().item(new Taken.Twice());
                    }
                    return CostBook.repeats(tx, connection, place.round(), lines)
                            .chain(repeats -> {
                                if (repeats) {
                                    return Uni.createFrom().<Taken>item(new Taken.Twice());
                                }
                                Place next = next(place, page.next());
                                return CostBook.note(
                                                tx, connection, place.month(), place.round(), lines)
                                        .chain(changes ->
                                                page.next() == null
                                                        ? CostBook.close(
                                                                        tx,
                                                                        connection,
                                                                        place.month(),
                                                                        place.round())
                                                                .map(gone -> changes + gone)
                                                        : Uni.createFrom().item(changes))
                                        .call(() ->
                                                CostPlaces.keep(
                                                        tx,
                                                        connection,
                                                        next == null ? place : next,
                                                        next == null))
                                        .map(changes ->
                                                new Taken.On(
                                                        next,
                                                        lines.size(),
                                                        changes,
                                                        unmapped,
                                                        problems));
                            });
                });
    }

    /** Null where there is nothing after it. */
    private @Nullable Place next(Place place, @Nullable String page) {
        if (page != null) {
            return place.turned(page);
        }
        Place after = place.monthAfter();
        return after.month().isAfter(present()) ? null : after;
    }

    private static ProjectRules rules(Connection connection) {
        // What may be asked for was checked when it was set.
        List<Violation> wrong = new ArrayList<>();
        return ProjectRules.parse(connection.config(), name -> true, "", wrong);
    }

    private Uni<Void> tell(Connection connection, Place place, Taken.On count) {
        if (count.changes() == 0 && count.problems().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String problems =
                count.problems().isEmpty()
                        ? ""
                        : "; "
                                + count.problems().size()
                                + " problems, first: "
                                + count.problems().getFirst();
        return deliveries.note(
                connection,
                null,
                "costs of " + place.month(),
                count.changes() > 0 ? Deliveries.Status.TAKEN : Deliveries.Status.IGNORED,
                Deliveries.cut(
                        count.entries()
                                + " entries, "
                                + count.unmapped()
                                + " of no project"
                                + problems,
                        MAX_SHOWN),
                count.changes());
    }
}
