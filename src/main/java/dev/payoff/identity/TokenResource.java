package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Short-lived tokens, drawn on a key or a session. */
@Path("/api/v1/token")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    private final CallersStanding standing;
    private final TokenIssuer issuer;

    TokenResource(CallersStanding standing, TokenIssuer issuer) {
        this.standing = standing;
        this.issuer = issuer;
    }

    /** What to limit the token to; none: what the credential may. */
    public record Wish(@Nullable Set<String> scopes) {}

    /** A token, for {@code Authorization: Bearer}. */
    public record Token(String token, String type, Instant expiresAt) {}

    @POST
    @RolesAllowed("viewer")
    @NeedsScope(NeedsScope.ANY)
    @Operation(hidden = true)
    public Token token() {
        return token(Set.of());
    }

    @POST
    @RolesAllowed("viewer")
    @NeedsScope(NeedsScope.ANY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Draw a short-lived token",
            description =
                    "A JWT of ten minutes for an API key or a session; a token cannot draw another."
                            + " The body is optional, and limits the token to some scopes.")
    public Token token(@Nullable Wish wish) {
        return token(wish == null || wish.scopes() == null ? Set.of() : wish.scopes());
    }

    private Token token(Set<String> scopes) {
        Standing current = standing.get();
        if (current.how() != Standing.How.KEY && current.how() != Standing.How.SESSION) {
            throw ProblemException.of(
                    403,
                    "KEY_OR_SESSION_NEEDED",
                    "Not allowed",
                    "A token cannot draw another token.",
                    "Use the API key or log in again.");
        }
        Set<String> granted = ScopeRules.narrow(current.caller(), scopes);
        TokenIssuer.Issued issued = issuer.issue(current, granted);
        return new Token(issued.token(), "Bearer", issued.expiresAt());
    }
}
