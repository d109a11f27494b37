package dev.payoff.connector;

import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.RejectCode;
import dev.payoff.stream.Rejection;
import dev.payoff.stream.Rejections;
import dev.payoff.stream.WireCodec;
import dev.payoff.stream.WireRecord;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Measurements by REST: one, many, or a line each. Each is judged here as the stream will judge it,
 * so that the sender is told.
 */
@Path("/api/v1/measurements")
@Tag(name = "Measurements")
@Produces(MediaType.APPLICATION_JSON)
public class MeasurementResource {

    /** The most of a body that is read. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private final CurrentCaller current;
    private final TenantDb db;
    private final Intake intake;
    private final TimeAndChance time;

    @Inject
    MeasurementResource(CurrentCaller current, TenantDb db, Intake intake, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.intake = intake;
        this.time = time;
    }

    /** The answer to a batch. */
    public record Answer(int accepted, List<Receipt.Refusal> rejected) {}

    /** One object, or an array of them. */
    @POST
    @Blocking
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Record measurements",
            description =
                    "One object or an array. Answered with 202 once the brokers hold every accepted record.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "one reading",
                                            value =
                                                    "{\"metric\":\"cloud/cost\",\"value\":44000,\"observedAt\":\"2026-11-21T09:00:00Z\",\"eventId\":\"bill-17\"}")))
    public Uni<Response> json(
            InputStream body, @QueryParam("family") @DefaultValue("business") Family family)
            throws IOException {
        return take(body, family, false);
    }

    /** One object a line. */
    @POST
    @Blocking
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Consumes("application/x-ndjson")
    @Operation(hidden = true)
    public Uni<Response> lines(
            InputStream body, @QueryParam("family") @DefaultValue("business") Family family)
            throws IOException {
        return take(body, family, true);
    }

    private Uni<Response> take(InputStream stream, Family family, boolean lines)
            throws IOException {
        Caller caller = current.get().require(Scopes.INGEST);
        byte[] body = stream.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return refuseBody(
                    caller,
                    413,
                    new Decoded.Refused(
                            RejectCode.TOO_LARGE,
                            "The body has more than " + MAX_BODY_BYTES + " bytes."),
                    "Send the measurements in several requests.",
                    null);
        }
        return switch (lines ? MeasurementBody.lines(body) : MeasurementBody.json(body)) {
            case MeasurementBody.Split.Records(List<MeasurementBody.Item> records) ->
                    judge(caller, family, records);
            case MeasurementBody.Split.Unreadable(Decoded.Refused why) ->
                    refuseBody(
                            caller,
                            400,
                            why,
                            "Send one JSON object, an array of them, or one a line.",
                            body);
            case MeasurementBody.Split.TooMany _ ->
                    refuseBody(
                            caller,
                            413,
                            new Decoded.Refused(
                                    RejectCode.TOO_LARGE,
                                    "The body has more than "
                                            + MeasurementBody.MAX_RECORDS
                                            + " measurements."),
                            "Send the measurements in several requests.",
                            null);
        };
    }

    private Uni<Response> refuseBody(
            Caller caller, int status, Decoded.Refused why, String remedy, byte @Nullable [] body) {
        Instant now = time.now();
        List<Rejection> kept = List.of(Rejection.of(caller.tenantId(), origin(), why, body));
        return db.inTransaction(caller.tenantId(), tx -> Rejections.write(tx, kept, now, time))
                .chain(() ->
                        Uni.createFrom()
                                .failure(
                                        new ProblemException(
                                                Problem.of(
                                                        status,
                                                        why.code().name(),
                                                        "The body was not taken",
                                                        why.detail(),
                                                        remedy))));
    }

    private String origin() {
        return "rest/" + time.newId();
    }

    private Uni<Response> judge(Caller caller, Family family, List<MeasurementBody.Item> records) {
        Set<String> metrics = new LinkedHashSet<>();
        for (MeasurementBody.Item item : records) {
            if (item.decoded() instanceof Decoded.Usable(WireRecord.Reading reading)) {
                metrics.add(reading.metric());
            }
        }
        Instant now = time.now();
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                Definitions.byReferences(tx, caller.tenantKey(), metrics)
                                        .map(found ->
                                                verdicts(
                                                        caller,
                                                        records,
                                                        new ReadingJudge(found, now)))
                                        .call(verdicts ->
                                                Rejections.write(
                                                        tx, verdicts.rejections(), now, time)))
                .chain(verdicts ->
                        intake.readings(caller.tenantKey(), family, verdicts.accepted())
                                .map(receipt -> answer(receipt, verdicts)));
    }

    private record Verdicts(
            List<OutgoingReading> accepted,
            List<Receipt.Refusal> refused,
            List<Rejection> rejections) {}

    private Verdicts verdicts(
            Caller caller, List<MeasurementBody.Item> records, ReadingJudge judge) {
        Verdicts verdicts =
                new Verdicts(new ArrayList<>(records.size()), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < records.size(); i++) {
            switch (records.get(i).decoded()) {
                case Decoded.Refused refused ->
                        refuse(verdicts, caller, i, refused, records.get(i).bytes());
                case Decoded.Usable(WireRecord.Cost _) ->
                        refuse(
                                verdicts,
                                caller,
                                i,
                                new Decoded.Refused(
                                        RejectCode.MISSING_FIELD,
                                        "The field 'metric' is missing; costs go to /api/v1/projects/{project}/costs."),
                                null);
                case Decoded.Usable(WireRecord.Reading reading) -> {
                    switch (judge.judge(reading)) {
                        case ReadingJudge.Verdict.Accepted(OutgoingReading accepted) ->
                                verdicts.accepted().add(accepted);
                        case ReadingJudge.Verdict.Refused(Decoded.Refused why) ->
                                refuse(verdicts, caller, i, why, WireCodec.encode(reading));
                    }
                }
            }
        }
        return verdicts;
    }

    private void refuse(
            Verdicts verdicts,
            Caller caller,
            int index,
            Decoded.Refused refused,
            byte @Nullable [] sent) {
        verdicts.refused().add(new Receipt.Refusal(index, refused.code().name(), refused.detail()));
        verdicts.rejections().add(Rejection.of(caller.tenantId(), origin(), refused, sent));
    }

    private static Response answer(Receipt receipt, Verdicts verdicts) {
        return switch (receipt) {
            case Receipt.Taken(int accepted, List<Receipt.Refusal> _) ->
                    Response.accepted(new Answer(accepted, verdicts.refused())).build();
            case Receipt.Unavailable no -> NotTaken.answer(no);
        };
    }
}
