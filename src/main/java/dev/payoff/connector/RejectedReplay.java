package dev.payoff.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Topics;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.RejectCode;
import dev.payoff.stream.WireCodec;
import dev.payoff.stream.WireRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges refused records anew, mended where that is asked for, and sends those that may count now.
 * A record keeps the source that it had, so that it and a copy that its sender repeats are one
 * reading; sent twice, it counts once.
 */
@ApplicationScoped
class RejectedReplay {

    /** The code of a record of which nothing, or not all, was kept. */
    static final String NOT_KEPT = "NOT_KEPT";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private final TenantDb db;
    private final Intake intake;
    private final TimeAndChance time;

    @Inject
    RejectedReplay(TenantDb db, Intake intake, TimeAndChance time) {
        this.db = db;
        this.intake = intake;
        this.time = time;
    }

    /**
     * A record as it was kept.
     *
     * @param origin topic/partition/offset, or the way in
     * @param payload null where nothing was kept
     * @param whole whether the payload is all of what was sent
     */
    record Kept(UUID id, String origin, @Nullable String payload, boolean whole) {}

    /** A record that is still refused. */
    record Refusal(UUID id, String code, String detail) {}

    /** What became of the records. */
    sealed interface Result {

        /** The brokers hold the accepted ones; in a dry run, they would have been sent. */
        record Done(List<UUID> accepted, List<Refusal> refused) implements Result {}

        /** The same call later counts nothing twice. */
        record Unavailable(Receipt.Unavailable receipt) implements Result {}
    }

    /**
     * @param mend fields to set in each record, to remove where null (RFC 7396); null mends nothing
     * @param dryRun judge, but send nothing
     */
    Uni<Result> replay(
            Caller caller, List<Kept> records, @Nullable ObjectNode mend, boolean dryRun) {
        Sorted sorted = new Sorted();
        Set<String> names = new LinkedHashSet<>();
        for (Kept kept : records) {
            switch (decode(kept, mend)) {
                case Decoded.Refused(RejectCode code, String detail) ->
                        sorted.refused.add(new Refusal(kept.id(), code.name(), detail));
                case Decoded.Usable(WireRecord.Reading reading) -> {
                    names.add(reading.metric());
                    sorted.candidates.add(new Candidate(kept, reading));
                }
                case Decoded.Usable(WireRecord.Cost cost) -> sorted.cost(kept, cost);
                case null ->
                        sorted.refused.add(
                                new Refusal(
                                        kept.id(),
                                        NOT_KEPT,
                                        "The record was too large to be kept whole."));
            }
        }
        return db.inTransaction(
                        caller.tenantId(),
                        tx -> Definitions.byReferences(tx, caller.tenantKey(), names))
                .invoke(known -> sorted.judge(new ReadingJudge(known, time.now())))
                .chain(() ->
                        dryRun
                                ? Uni.createFrom().item(sorted.done())
                                : send(caller.tenantKey(), sorted));
    }

    /** Null where there is nothing whole to decode. */
    private static @Nullable Decoded decode(Kept kept, @Nullable ObjectNode mend) {
        if (kept.payload() == null || !kept.whole()) {
            return null;
        }
        byte[] payload = kept.payload().getBytes(StandardCharsets.UTF_8);
        String source = familyOf(kept) == null ? MeasurementBody.SOURCE : Topics.DEFAULT_SOURCE;
        if (mend == null) {
            return WireCodec.decode(payload, source);
        }
        try {
            JsonNode tree = MAPPER.readTree(payload);
            if (!(tree instanceof ObjectNode record)) {
                return new Decoded.Refused(
                        RejectCode.MALFORMED_JSON,
                        "Fields can be set in a JSON object only; send the mended record by itself.");
            }
            mend.properties()
                    .forEach(field -> {
                        if (field.getValue().isNull()) {
                            record.remove(field.getKey());
                        } else {
                            record.set(field.getKey(), field.getValue());
                        }
                    });
            return WireCodec.decode(MAPPER.writeValueAsBytes(record), source);
        } catch (JsonProcessingException e) {
            return new Decoded.Refused(
                    RejectCode.MALFORMED_JSON,
                    "Fields cannot be set in what is no JSON; send the mended record by itself.");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    /** The family whose topic the record came by; null for another way in. */
    private static @Nullable Family familyOf(Kept kept) {
        return Arrays.stream(Family.values())
                .filter(family -> kept.origin().startsWith(family.topic() + "/"))
                .findFirst()
                .orElse(null);
    }

    private record Candidate(Kept kept, WireRecord.Reading reading) {}

    /** The records by what is to become of them. */
    private static final class Sorted {
        final List<Candidate> candidates = new ArrayList<>();
        final Map<Family, List<OutgoingReading>> readings = new EnumMap<>(Family.class);
        final List<OutgoingCost> costs = new ArrayList<>();
        final List<UUID> accepted = new ArrayList<>();
        final List<Refusal> refused = new ArrayList<>();

        void judge(ReadingJudge judge) {
            for (Candidate candidate : candidates) {
                UUID id = candidate.kept().id();
                switch (judge.judge(candidate.reading())) {
                    case ReadingJudge.Verdict.Accepted(OutgoingReading reading) -> {
                        Family family =
                                Objects.requireNonNullElse(
                                        familyOf(candidate.kept()), Family.BUSINESS);
                        readings.computeIfAbsent(family, each -> new ArrayList<>()).add(reading);
                        accepted.add(id);
                    }
                    case ReadingJudge.Verdict.Refused(Decoded.Refused why) ->
                            refused.add(new Refusal(id, why.code().name(), why.detail()));
                }
            }
        }

        void cost(Kept kept, WireRecord.Cost c) {
            costs.add(
                    new OutgoingCost(
                            c.project(),
                            c.amount(),
                            c.currency(),
                            c.incurredOn(),
                            c.category(),
                            c.stage(),
                            c.note(),
                            Objects.requireNonNull(c.eventId()),
                            c.source()));
            accepted.add(kept.id());
        }

        Result done() {
            return new Result.Done(List.copyOf(accepted), List.copyOf(refused));
        }
    }

    private Uni<Result> send(String tenantKey, Sorted sorted) {
        Uni<Receipt> sent = intake.costs(tenantKey, sorted.costs);
        for (Map.Entry<Family, List<OutgoingReading>> part : sorted.readings.entrySet()) {
            sent =
                    sent.chain(before ->
                            before instanceof Receipt.Unavailable
                                    ? Uni.createFrom().item(before)
                                    : intake.readings(tenantKey, part.getKey(), part.getValue()));
        }
        return sent.map(receipt ->
                switch (receipt) {
                    case Receipt.Taken _ -> sorted.done();
                    case Receipt.Unavailable no -> new Result.Unavailable(no);
                });
    }
}
