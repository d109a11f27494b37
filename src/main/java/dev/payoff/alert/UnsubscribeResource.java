package dev.payoff.alert;

import dev.payoff.alert.Unsubscribing.Wish;
import dev.payoff.app.ProblemException;
import dev.payoff.app.SecretBox;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.Role;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Ends the e-mails of a channel: the sealed link is the credential. A GET only asks, since programs
 * follow links of mails to look at them; a POST ends them, whether by the page's button or by a
 * mail program (RFC 8058).
 */
@Path("/hooks/unsubscribe/{token}")
@Tag(name = "Alerts")
@PermitAll
public class UnsubscribeResource {

    private static final String PAGE =
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Payoff</title></head><body>%s</body></html>";
    private static final String ASK =
            PAGE.formatted(
                    "<p>No more e-mails of this channel?</p><form method=\"post\"><button>Unsubscribe</button></form>");
    private static final String DONE =
            PAGE.formatted(
                    "<p>This channel sends no more e-mails. An administrator of Payoff can switch it on again.</p>");

    private final Unsubscribing links;
    private final Pool pool;
    private final TenantDb db;
    private final SecretBox box;
    private final Audit audit;

    UnsubscribeResource(Unsubscribing links, Pool pool, TenantDb db, SecretBox box, Audit audit) {
        this.links = links;
        this.pool = pool;
        this.db = db;
        this.box = box;
        this.audit = audit;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Asks whether a channel's e-mails shall end; ends nothing")
    public Uni<String> ask(@PathParam("token") String token) {
        return find(token).replaceWith(ASK);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Ends a channel's e-mails, with one click (RFC 8058)")
    public Uni<String> end(@PathParam("token") String token) {
        return find(token).chain(this::end).replaceWith(DONE);
    }

    private Uni<Row> find(String token) {
        Wish wish = links.read(token).orElseThrow(UnsubscribeResource::unknown);
        return pool.preparedQuery("SELECT * FROM find_channel($1)")
                .execute(Tuple.of(wish.channelId()))
                .map(rows -> match(rows, wish));
    }

    /** The channel, if it still goes to the address that the link was made for. */
    private Row match(RowSet<Row> rows, Wish wish) {
        for (Row row : rows) {
            if (Channel.Kind.EMAIL.name().equals(row.getString("kind"))
                    && box.open(
                                    row.getBuffer("address").getBytes(),
                                    Channel.place(wish.channelId()))
                            .equals(wish.address())) {
                return row;
            }
        }
        throw unknown();
    }

    private Uni<Void> end(Row channel) {
        Caller recipient =
                new Caller(
                        channel.getUUID("tenant_id"),
                        channel.getString("tenant_key"),
                        "recipient of the channel",
                        Role.VIEWER,
                        Set.of(Scopes.WRITE));
        return db.inTransaction(
                recipient.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "UPDATE channel SET enabled = false, version = version + 1 WHERE id = $1 AND enabled RETURNING name")
                                .execute(Tuple.of(channel.getUUID("id")))
                                .chain(rows ->
                                        rows.iterator().hasNext()
                                                ? audit.record(
                                                        tx,
                                                        recipient,
                                                        "channel.unsubscribed",
                                                        "channel",
                                                        channel.getUUID("id").toString(),
                                                        new JsonObject()
                                                                .put(
                                                                        "name",
                                                                        rows.iterator()
                                                                                .next()
                                                                                .getString("name")))
                                                : Uni.createFrom().voidItem()));
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                404,
                "NOT_FOUND",
                "Not found",
                "This link ends no e-mails, or the channel goes to another address now.",
                "Ask an administrator of Payoff to switch the channel off.");
    }
}
