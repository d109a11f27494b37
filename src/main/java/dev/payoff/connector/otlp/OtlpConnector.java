package dev.payoff.connector.otlp;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Family;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import dev.payoff.connector.ProtoReader;
import dev.payoff.connector.Push;
import dev.payoff.connector.Samples;
import dev.payoff.connector.Samples.Handed;
import dev.payoff.connector.Samples.Tally;
import dev.payoff.connector.Selector;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.UnitSuggestion;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers OTLP/HTTP in the encoding of the request: 200, with what could not be used as a partial
 * success; 400 for what no repetition mends; 503 with Retry-After while Kafka is away, and 429 to a
 * tenant over its quota.
 */
@ApplicationScoped
public class OtlpConnector implements Push {

    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    /** A request may be this large unpacked. */
    static final int MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final int RETRY_AFTER_SECONDS = 5;

    /** Codes of google.rpc.Status. */
    private static final int INVALID_ARGUMENT = 3;

    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;

    private final Samples samples;

    OtlpConnector(Samples samples) {
        this.samples = samples;
    }

    @Override
    public String kind() {
        return "otlp";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return Selector.check(series);
    }

    @Override
    public boolean takes(String feed, String seen) {
        return Selector.takes(feed, seen);
    }

    @Override
    public @Nullable UnitSuggestion suggests(String seen, @Nullable String unit) {
        return Selector.suggests(seen, unit);
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "OpenTelemetry calls us: an otlphttp exporter with the endpoint /hooks/"
                                        + connection.id()
                                        + " of this server and the token as Authorization Bearer."));
    }

    @Override
    public boolean posts(String path) {
        return path.equals("v1/metrics");
    }

    @Override
    public @Nullable String refusal(Connection connection, Incoming incoming) {
        String token = connection.secrets().get("token");
        return token != null && Signatures.authorised(token, incoming.header("Authorization"))
                ? null
                : "Authorization does not carry the connection's token.";
    }

    @Override
    public Uni<Answer> take(Connection connection, Incoming incoming) {
        String type = incoming.mediaType();
        if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
            return refused(
                    JSON, 415, "The content type is neither " + PROTOBUF + " nor " + JSON + ".");
        }
        return switch (parse(incoming)) {
            case OtlpRequest.Unreadable no -> refused(type, no.status(), no.reason());
            case OtlpRequest.Read read ->
                    samples.selectors(connection)
                            .chain(selectors ->
                                    samples.take(
                                            connection,
                                            Family.MONITORING,
                                            selectors,
                                            read.samples(),
                                            read.skipped()))
                            .map(handed -> answer(type, read, handed));
        };
    }

    /** Reads a request; pure. */
    static OtlpRequest parse(Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new OtlpRequest.Unreadable(413, "The body is larger than 8 MiB.");
        }
        String encoding = incoming.header("Content-Encoding");
        String plain = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        byte[] body;
        switch (plain) {
            case "identity", "" -> body = incoming.body();
            case "gzip" -> {
                try (GZIPInputStream in =
                        new GZIPInputStream(new ByteArrayInputStream(incoming.body()))) {
                    body = in.readNBytes(MAX_UNPACKED_BYTES + 1);
                } catch (IOException e) {
                    return new OtlpRequest.Unreadable(400, "The body is not gzip.");
                }
                if (body.length > MAX_UNPACKED_BYTES) {
                    return new OtlpRequest.Unreadable(
                            413,
                            "The body has more than " + MAX_UNPACKED_BYTES + " bytes unpacked.");
                }
            }
            default -> {
                return new OtlpRequest.Unreadable(
                        415, "The content encoding is neither gzip nor identity.");
            }
        }
        try {
            return incoming.mediaType().equals(JSON) ? OtlpJson.read(body) : OtlpProto.read(body);
        } catch (ProtoReader.Malformed | OtlpRequest.Unusable e) {
            return new OtlpRequest.Unreadable(
                    400, "The request cannot be read: " + e.getMessage() + ".");
        } catch (Payload.Unusable e) {
            return new OtlpRequest.Unreadable(400, e.reason());
        }
    }

    private static Answer answer(String type, OtlpRequest.Read read, Handed handed) {
        return switch (handed) {
            case Handed.Unavailable no ->
                    new Answer(
                            no.receipt().overQuota() ? 429 : 503,
                            Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)),
                            type,
                            status(
                                    type,
                                    no.receipt().overQuota() ? RESOURCE_EXHAUSTED : UNAVAILABLE,
                                    no.reason()),
                            Tally.NONE,
                            no.reason());
            case Handed.Over over ->
                    new Answer(
                            200,
                            Map.of(),
                            type,
                            partial(type, read),
                            over.tally(),
                            read.rejected() == 0
                                    ? null
                                    : read.rejected() + " data points rejected: " + read.why());
        };
    }

    private static Uni<Answer> refused(String type, int status, String reason) {
        return Uni.createFrom()
                .item(
                        new Answer(
                                status,
                                Map.of(),
                                type,
                                status(type, INVALID_ARGUMENT, reason),
                                Tally.NONE,
                                reason));
    }

    /** ExportMetricsServiceResponse: partial_success = 1; left out where all is well. */
    private static byte[] partial(String type, OtlpRequest.Read read) {
        if (type.equals(JSON)) {
            JsonObject response = new JsonObject();
            if (read.rejected() > 0) {
                response.put(
                        "partialSuccess",
                        new JsonObject()
                                .put("rejectedDataPoints", Integer.toString(read.rejected()))
                                .put("errorMessage", read.why()));
            }
            return response.encode().getBytes(StandardCharsets.UTF_8);
        }
        if (read.rejected() == 0) {
            return new byte[0];
        }
        byte[] inner = numberAndText(read.rejected(), String.valueOf(read.why()));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1 << 3 | 2);
        varint(message, inner.length);
        message.writeBytes(inner);
        return message.toByteArray();
    }

    /** google.rpc.Status: code = 1, message = 2. */
    private static byte[] status(String type, int code, String reason) {
        return type.equals(JSON)
                ? new JsonObject()
                        .put("code", code)
                        .put("message", reason)
                        .encode()
                        .getBytes(StandardCharsets.UTF_8)
                : numberAndText(code, reason);
    }

    /** A message with a whole number as field 1 and a text as field 2. */
    private static byte[] numberAndText(int number, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1 << 3);
        varint(message, number);
        message.write(2 << 3 | 2);
        varint(message, utf8.length);
        message.writeBytes(utf8);
        return message.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
