package dev.payoff.identity;

import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A browser's session. */
@Path("/api/v1/session")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private final Login login;
    private final Sessions sessions;
    private final CallersStanding standing;
    private final PayoffAuthentication authentication;

    SessionResource(
            Login login,
            Sessions sessions,
            CallersStanding standing,
            PayoffAuthentication authentication) {
        this.login = login;
        this.sessions = sessions;
        this.standing = standing;
        this.authentication = authentication;
    }

    /** Who wants in. */
    public record Credentials(
            @NotBlank @Size(max = 63) @Schema(examples = "demo") String tenant,
            @NotBlank @Size(max = 254) @Schema(examples = "ada@example.com") String email,
            @NotNull @Size(max = 1024) @Schema(examples = "correct horse battery")
                    String password) {

        @Override
        public String toString() {
            return "Credentials[tenant=" + tenant + ", email=" + email + "]";
        }
    }

    /** When the session ends by itself. */
    public record Begun(Instant expiresAt) {}

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Log in by password",
            description =
                    "Sets the HttpOnly cookie payoff_session. Changes made under the cookie need the"
                            + " header X-Payoff: 1. Repeated failures have to wait, longer each time.")
    public Uni<Response> open(@Valid @NotNull Credentials credentials, HttpServerRequest request) {
        if (!authentication.sameSite(request)) {
            throw new ProblemException(Problems.forbidden());
        }
        return login.byPassword(
                        credentials.tenant(),
                        credentials.email(),
                        credentials.password(),
                        request.remoteAddress().hostAddress())
                .map(this::answer);
    }

    private Response answer(Login.Outcome outcome) {
        return switch (outcome) {
            case Login.In in ->
                    Response.ok(new Begun(in.session().expiresAt()))
                            .header(HttpHeaders.SET_COOKIE, sessions.cookie(in.session()))
                            .build();
            case Login.TooSoon soon ->
                    Response.status(429)
                            .type(Problem.MEDIA_TYPE)
                            .header(HttpHeaders.RETRY_AFTER, soon.seconds())
                            .entity(Login.problem(soon).problem())
                            .build();
            case Login.Wrong wrong -> throw Login.problem(wrong);
        };
    }

    @DELETE
    @RolesAllowed("viewer")
    @NeedsScope(NeedsScope.ANY)
    @Operation(
            summary = "Log out",
            description = "Ends the cookie's session, and event streams that were opened under it.")
    public Uni<Response> close() {
        Standing current = standing.get();
        Uni<Void> closed =
                current.how() == Standing.How.SESSION
                        ? sessions.close(current)
                        : Uni.createFrom().voidItem();
        return closed.map(done ->
                Response.noContent().header(HttpHeaders.SET_COOKIE, sessions.noCookie()).build());
    }
}
