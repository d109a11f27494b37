package dev.payoff.connector;

import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Deliveries.Status;
import dev.payoff.connector.Webhook.Check;
import dev.payoff.connector.Webhook.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where outside systems call us. What is the same for all of them is here: the raw bytes are
 * verified before anything is parsed, a delivery that was finished is not taken twice, every one
 * leaves a row, and the answer says what became of it.
 *
 * <p>The row that marks a delivery as finished is written last, after the brokers' ack. A delivery
 * that ends before it, by a crash or with 503, is therefore taken in full when it comes again; what
 * it had already left behind has the same identity and counts once.
 */
@Path("/hooks/{connection}")
@Tag(name = "Connections")
@PermitAll
public class HookResource {

    private static final Logger LOG = Logger.getLogger(HookResource.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    /**
     * What the sender is told.
     *
     * @param status taken, ignored, unusable, duplicate
     * @param readings how many readings came of it
     */
    public record Told(String status, int readings, @Nullable String reason) {}

    private final Connections connections;
    private final Connectors connectors;
    private final Deliveries deliveries;
    private final Pushes pushes;
    private final TimeAndChance time;

    HookResource(
            Connections connections,
            Connectors connectors,
            Deliveries deliveries,
            Pushes pushes,
            TimeAndChance time) {
        this.connections = connections;
        this.connectors = connectors;
        this.deliveries = deliveries;
        this.pushes = pushes;
        this.time = time;
    }

    /** Takes a delivery of an outside system; the system's own signature is the credential. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Webhook of a connection, verified by the sender's signature")
    public Uni<Response> deliver(
            @PathParam("connection") UUID id, @Context HttpHeaders headers, byte[] body) {
        return deliver(id, new Incoming("", headers::getHeaderString, body, time.now()));
    }

    /** The same for systems that post to several paths, such as {@code deployments}. */
    @POST
    @Path("/{path: .+}")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<Response> deliver(
            @PathParam("connection") UUID id,
            @PathParam("path") String path,
            @Context HttpHeaders headers,
            byte[] body) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return deliver(id, new Incoming(plain, headers::getHeaderString, body, time.now()));
    }

    private Uni<Response> deliver(UUID id, Incoming incoming) {
        return connections
                .named(id)
                .chain(found -> {
                    Connection connection =
                            found.orElseThrow(
                                    () -> ProblemException.notFound("connection", id.toString()));
                    Connector connector = connectors.connector(connection.kind());
                    if (connector instanceof Push push && push.posts(incoming.path())) {
                        return pushes.take(connection, push, incoming);
                    }
                    if (!(connector instanceof Webhook webhook)
                            || !webhook.posts(incoming.path())) {
                        throw ProblemException.notFound("connection", id.toString());
                    }
                    return switch (webhook.check(connection, incoming)) {
                        case Check.Refused no -> refuse(connection, no);
                        case Check.Genuine yes -> take(connection, webhook, yes, incoming);
                    };
                });
    }

    private Uni<Response> refuse(Connection connection, Check.Refused no) {
        LOG.infof("Delivery to %s refused: %s", connection, no.reason());
        return deliveries
                .note(connection, null, "unverified", Status.REFUSED, no.reason(), 0)
                .map(done ->
                        problem(
                                no.status(),
                                "NOT_VERIFIED",
                                no.reason(),
                                "Compare the secret of the webhook with the connection's."));
    }

    private Uni<Response> take(
            Connection connection, Webhook webhook, Check.Genuine delivery, Incoming incoming) {
        return deliveries
                .repeated(connection, delivery.externalId(), delivery.repeatedWithin())
                .chain(repeated ->
                        repeated
                                ? Uni.createFrom().item(told(200, "duplicate", 0, null))
                                : webhook.take(connection, delivery, incoming)
                                        .chain(outcome ->
                                                deliveries
                                                        .note(
                                                                connection,
                                                                delivery.externalId(),
                                                                delivery.event(),
                                                                Status.of(outcome),
                                                                outcome.why(),
                                                                outcome.readings(),
                                                                KeptDelivery.of(incoming))
                                                        .replaceWith(() -> answer(outcome))));
    }

    /** What whoever delivered is told of what became of it. */
    static Response answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken taken -> told(202, "taken", taken.readings(), taken.remark());
            case Outcome.Ignored ignored -> told(200, "ignored", 0, ignored.reason());
            case Outcome.Malformed malformed ->
                    problem(
                            400,
                            "MALFORMED",
                            malformed.reason(),
                            "Send the payload as the sender's documentation has it.");
            case Outcome.Unusable unusable -> told(200, "unusable", 0, unusable.reason());
            case Outcome.Unavailable away ->
                    problem(
                            NotTaken.status(away.receipt()),
                            NotTaken.code(away.receipt()),
                            away.reason(),
                            "Deliver it again in a few seconds.");
        };
    }

    private static Response told(int status, String what, int readings, @Nullable String reason) {
        return Response.status(status).entity(new Told(what, readings, reason)).build();
    }

    private static Response problem(int status, String code, String detail, String remedy) {
        Response.ResponseBuilder answer =
                Response.status(status)
                        .type(Problem.MEDIA_TYPE)
                        .entity(Problem.of(status, code, "Delivery not taken", detail, remedy));
        if (status == 503 || status == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }
}
