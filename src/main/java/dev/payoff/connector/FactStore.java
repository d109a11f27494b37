package dev.payoff.connector;

import dev.payoff.connector.Webhook.Outcome;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the facts that delivery systems tell, and has the readings that they touch worked out anew,
 * in one transaction. Facts only grow or take the earlier time, so the order in which they arrive
 * does not matter.
 */
@ApplicationScoped
public class FactStore {

    /** Deliveries whose facts are kept in one transaction. */
    static final int MAX_BATCH = 500;

    private record Told(Connection connection, List<Fact> facts) {}

    /**
     * What is kept one after the other: what webhooks tell of a tenant, which is little at a time
     * and much of it at once; and the pages of each connection that is asked, which take their
     * time.
     *
     * @param asked the connection, or null for what webhooks tell
     */
    private record Lane(UUID tenant, @Nullable UUID asked) {}

    private final Batches<Lane, Told, Statements.Sent> together;
    private final TenantDb db;
    private final FactKeeper keeper;
    private final Statements statements;

    FactStore(TenantDb db, FactKeeper keeper, Statements statements) {
        this.together = new Batches<>(MAX_BATCH, Batches.GATHERING, this::tell);
        this.db = db;
        this.keeper = keeper;
        this.statements = statements;
    }

    /**
     * Keeps facts and sends the readings that they change. Facts and what is worked out of them
     * commit first, unsent; then they are sent. Where Kafka is away the sender is told to come
     * again; with that, or with any other delivery of the connection, what is unsent goes out.
     */
    public Uni<Outcome> take(Connection connection, List<Fact> facts) {
        return together.add(new Lane(connection.tenantId(), null), new Told(connection, facts))
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all -> new Outcome.Taken(all.readings());
                            case Statements.Sent.Unavailable no ->
                                    new Outcome.Unavailable(no.receipt());
                        });
    }

    /** The same for whoever asked for the facts. */
    Uni<Statements.Sent> tell(Connection connection, List<Fact> facts) {
        return together.add(
                new Lane(connection.tenantId(), connection.id()), new Told(connection, facts));
    }

    /**
     * What several deliveries told at the same moment. The readings that came of a connection's are
     * told to the first of them, so that each is told once.
     */
    private Uni<List<Statements.Sent>> tell(Lane lane, List<Told> batch) {
        Map<UUID, Connection> connections = new LinkedHashMap<>();
        batch.forEach(told -> connections.put(told.connection().id(), told.connection()));
        List<FactKeeper.Told<Fact>> facts =
                batch.stream()
                        .flatMap(told ->
                                told.facts().stream()
                                        .map(fact ->
                                                new FactKeeper.Told<>(told.connection(), fact)))
                        .toList();
        List<Connection> all = List.copyOf(connections.values());
        return db.inTransaction(
                        lane.tenant(),
                        tx ->
                                keeper.keep(tx, lane.tenant(), facts)
                                        .chain(() -> Statements.unsent(tx, all)))
                .chain(unsent -> statements.send(all, Family.DELIVERY, unsent))
                .map(sent -> {
                    Set<UUID> told = new HashSet<>();
                    return batch.stream()
                            .map(each -> {
                                UUID id = each.connection().id();
                                return told.add(id) ? sent.to(id) : sent.to(id).again();
                            })
                            .toList();
                });
    }

    static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(values);
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
