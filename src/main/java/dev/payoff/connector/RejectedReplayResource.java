package dev.payoff.connector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Cursor;
import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Mends refused records and sends them again, one or many. Sending again twice counts once, by the
 * reading's identity.
 */
@Path("/api/v1/rejected")
@Tag(name = "Rejected records")
@Produces(MediaType.APPLICATION_JSON)
public class RejectedReplayResource {

    /** The most records that one call looks at, and the most ids that it may name. */
    static final int MAX_RECORDS = 1_000;

    private static final int MAX_MENDED_FIELDS = 20;
    private static final int MAX_CODE_CHARS = 40;
    private static final String LIST_NAME = "rejected-replay";

    private final CurrentCaller current;
    private final TenantDb db;
    private final RejectedReplay replay;
    private final Audit audit;
    private final TimeAndChance time;

    @Inject
    RejectedReplayResource(
            CurrentCaller current,
            TenantDb db,
            RejectedReplay replay,
            Audit audit,
            TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.replay = replay;
        this.audit = audit;
        this.time = time;
    }

    /**
     * Which records to send again; what is not given does not narrow.
     *
     * @param ids these records only
     * @param code those refused for this reason
     * @param from received at this time or later
     * @param until received before this time; null: now
     * @param again also those that were sent again before
     * @param set fields to set in each record, or to remove where null
     * @param dryRun only say what would be sent and what would still be refused
     * @param cursor nextCursor of the answer before, to go on
     */
    public record Request(
            @Nullable @Size(max = MAX_RECORDS) List<@NotNull UUID> ids,
            @Nullable @Size(max = MAX_CODE_CHARS) String code,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean again,
            @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)
                    @Nullable ObjectNode set,
            boolean dryRun,
            @Nullable String cursor) {}

    /**
     * What became of them.
     *
     * @param matched how many records were looked at, at most 1,000
     * @param accepted how many the brokers hold; in a dry run, how many would be sent
     * @param refused those that are still refused, and why
     * @param nextCursor send it with the same request to go on; null at the end
     */
    public record Outcome(
            int matched, int accepted, List<StillRefused> refused, @Nullable String nextCursor) {}

    /** A record that is still refused. */
    public record StillRefused(UUID id, String code, String detail) {}

    /** Sends a refused record again, as it was or as the body mends it. */
    @POST
    @Path("/{id}/replay")
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(summary = "Send a refused record again, as it was, or mended as the body says")
    public Uni<Response> one(@PathParam("id") UUID id, @Nullable String mended) {
        Caller caller = current.get().require(Scopes.INGEST);
        return db.inTransaction(caller.tenantId(), tx -> RejectedRecords.one(tx, id))
                .map(found -> {
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("refused record", id.toString());
                    }
                    RejectedReplay.Kept kept = found.getFirst().kept();
                    return mended == null || mended.isBlank()
                            ? kept
                            : new RejectedReplay.Kept(
                                    id,
                                    kept.origin(),
                                    mended,
                                    kept.whole() || !mended.equals(kept.payload()));
                })
                .chain(kept -> replay.replay(caller, List.of(kept), null, false))
                .chain(result ->
                        switch (result) {
                            case RejectedReplay.Result.Unavailable(Receipt.Unavailable receipt) ->
                                    Uni.createFrom().item(NotTaken.answer(receipt));
                            case RejectedReplay.Result.Done(List<UUID> sent, var refused) -> {
                                if (!refused.isEmpty()) {
                                    throw stillRefused(refused.getFirst());
                                }
                                yield note(caller, sent)
                                        .replaceWith(
                                                Response.accepted(
                                                                new MeasurementResource.Answer(
                                                                        sent.size(), List.of()))
                                                        .build());
                            }
                        });
    }

    private static ProblemException stillRefused(RejectedReplay.Refusal refusal) {
        return new ProblemException(
                Problem.of(
                        refusal.code().equals(RejectedReplay.NOT_KEPT) ? 409 : 422,
                        refusal.code(),
                        "Still refused",
                        refusal.detail(),
                        "Send the mended record as the body of this request."));
    }

    /** Sends many refused records again. */
    @POST
    @Path("/replay")
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Mend refused records and send them again, many at a time",
            description =
                    "Looks at up to 1,000 records, the oldest first; send nextCursor to go on. Fields in 'set'"
                            + " replace those of each record, null removes one. Only what the brokers have"
                            + " confirmed counts as sent again; calling twice counts nothing twice.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a metric that had another name",
                                            value =
                                                    "{\"code\":\"UNKNOWN_METRIC\",\"set\":{\"metric\":\"cloud/cost\"},\"dryRun\":true}")))
    public Uni<Response> many(@Valid @NotNull Request request) {
        Caller caller = current.get().require(Scopes.INGEST);
        if (request.set() != null && request.set().size() > MAX_MENDED_FIELDS) {
            throw ProblemException.of(
                    400,
                    "TOO_MANY_FIELDS",
                    "Too many fields",
                    "At most " + MAX_MENDED_FIELDS + " fields can be set.",
                    "Set fewer fields, or send records by themselves.");
        }
        RejectedRecords.Selection wanted = selection(request);
        return db.inTransaction(
                        caller.tenantId(), tx -> RejectedRecords.some(tx, wanted, MAX_RECORDS))
                .chain(found ->
                        replay.replay(
                                        caller,
                                        found.stream().map(RejectedRecords.Found::kept).toList(),
                                        request.set(),
                                        request.dryRun())
                                .chain(result ->
                                        outcome(
                                                caller,
                                                request,
                                                found.size(),
                                                result,
                                                next(found, wanted))));
    }

    /** What is refused again while this goes on is not looked at again: it came later. */
    private RejectedRecords.Selection selection(Request request) {
        Cursor after = Cursor.decode(request.cursor(), LIST_NAME, 3);
        Instant until = request.until() == null ? time.now() : request.until();
        return new RejectedRecords.Selection(
                request.ids(),
                request.code(),
                request.from(),
                after == null ? until : Instant.parse(after.text(2)),
                request.again(),
                after == null
                        ? null
                        : new RejectedRecords.Place(Instant.parse(after.text(0)), after.id(1)));
    }

    private static @Nullable String next(
            List<RejectedRecords.Found> found, RejectedRecords.Selection wanted) {
        if (found.size() < MAX_RECORDS) {
            return null;
        }
        RejectedRecords.Place last = found.getLast().place();
        return Cursor.encode(LIST_NAME, last.receivedAt(), last.id(), wanted.until());
    }

    private Uni<Response> outcome(
            Caller caller,
            Request request,
            int matched,
            RejectedReplay.Result result,
            @Nullable String next) {
        return switch (result) {
            case RejectedReplay.Result.Unavailable(Receipt.Unavailable receipt) ->
                    Uni.createFrom().item(NotTaken.answer(receipt));
            case RejectedReplay.Result.Done(List<UUID> sent, var refused) -> {
                Outcome outcome =
                        new Outcome(
                                matched,
                                sent.size(),
                                refused.stream()
                                        .map(r -> new StillRefused(r.id(), r.code(), r.detail()))
                                        .toList(),
                                next);
                yield request.dryRun() || sent.isEmpty()
                        ? Uni.createFrom().item(Response.ok(outcome).build())
                        : note(caller, sent).replaceWith(Response.accepted(outcome).build());
            }
        };
    }

    private Uni<Void> note(Caller caller, List<UUID> sent) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        RejectedRecords.replayed(tx, sent, time.now())
                                .chain(() ->
                                        audit.record(
                                                tx,
                                                caller,
                                                "rejected.replayed",
                                                "rejected",
                                                sent.getFirst().toString(),
                                                new JsonObject().put("records", sent.size()))));
    }
}
