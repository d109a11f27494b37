package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who is asking in this request. */
@RequestScoped
public class CurrentCaller {

    static final String ATTRIBUTE = "payoff.caller";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * The caller.
     *
     * @throws ProblemException 401 where nobody proved who they are
     */
    public Caller get() {
        return of(identity)
                .orElseThrow(() ->
                        ProblemException.of(
                                401,
                                "UNAUTHENTICATED",
                                "Not logged in",
                                "This needs a login, a token or an API key.",
                                "Send Authorization: Bearer <token or API key>, or log in."));
    }

    /** The caller of a Vert.x route that is no resource; empty where nobody proved who they are. */
    public static Optional<Caller> of(RoutingContext route) {
        return route.user() instanceof QuarkusHttpUser user
                ? of(user.getSecurityIdentity())
                : Optional.empty();
    }

    private static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }
}
