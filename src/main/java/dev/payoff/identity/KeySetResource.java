package dev.payoff.identity;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys that verify our tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
public class KeySetResource {

    private final SigningKeys keys;

    KeySetResource(SigningKeys keys) {
        this.keys = keys;
    }

    /** A JSON Web Key Set (RFC 7517). */
    public record KeySet(List<Map<String, Object>> keys) {}

    @GET
    @PermitAll
    @NeedsScope(NeedsScope.ANY)
    @Operation(summary = "The public keys that verify our tokens")
    public KeySet keys() {
        return new KeySet(keys.published());
    }
}
