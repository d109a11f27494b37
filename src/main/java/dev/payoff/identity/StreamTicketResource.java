package dev.payoff.identity;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tickets for clients of the event stream that can send no header. */
@Path("/api/v1/stream-tickets")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
public class StreamTicketResource {

    private final CallersStanding standing;
    private final Sessions sessions;

    StreamTicketResource(CallersStanding standing, Sessions sessions) {
        this.standing = standing;
        this.sessions = sessions;
    }

    /** A ticket, for {@code GET /api/v1/stream?ticket=…}, once. */
    public record Ticket(String ticket, Instant expiresAt) {}

    @POST
    @RolesAllowed("viewer")
    @NeedsScope(Scopes.READ)
    @Operation(
            summary = "Draw a ticket for the event stream",
            description =
                    "Good once, for 30 seconds, for clients that can send no header. The stream ends"
                            + " with the session or key that drew the ticket.")
    public Uni<Ticket> ticket() {
        return sessions.ticket(standing.get())
                .map(opened -> new Ticket(opened.secret(), opened.expiresAt()));
    }
}
