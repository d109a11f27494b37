package dev.payoff.identity;

import dev.payoff.app.Problem;
import dev.payoff.app.ProblemMappers;
import dev.payoff.app.Problems;
import dev.payoff.app.RouteProblems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential of a request: a token or an API key in {@code Authorization: Bearer}, else
 * the browser's session cookie, else, for the event stream alone, a single-use ticket in the query.
 * Looks under {@code /api/} only: pages, hooks and health are public and cost no look-up.
 *
 * <p>A cookie that has ended leaves the request anonymous, so that the page to log in still comes;
 * a bearer that is wrong ends the request.
 */
@ApplicationScoped
public class PayoffAuthentication implements HttpAuthenticationMechanism {

    static final String COOKIE = "payoff_session";
    static final String STREAM = "/api/v1/stream";

    private static final String PROBLEM = "payoff.problem";
    private static final String BEARER = "bearer ";
    private static final Problem CROSS_SITE =
            Problem.of(
                    403,
                    "CROSS_SITE",
                    "Not allowed",
                    "A change that a session cookie vouches for must come from our own pages.",
                    "Send the header X-Payoff: 1 from the same origin, or use a token.");

    private final CrossSite crossSite;
    private final ProblemMappers problems;

    PayoffAuthentication(
            @ConfigProperty(name = "payoff.public-url") String publicUrl, ProblemMappers problems) {
        this.crossSite = new CrossSite(publicUrl);
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext route, IdentityProviderManager providers) {
        if (!route.normalizedPath().startsWith("/api/")) {
            return Uni.createFrom().nullItem();
        }
        List<String> headers = route.request().headers().getAll("Authorization");
        if (!headers.isEmpty()) {
            Credential credential = headers.size() == 1 ? bearer(headers.getFirst()) : null;
            return credential == null
                    ? Uni.createFrom().failure(new AuthenticationFailedException())
                    : believe(route, providers, credential);
        }
        Cookie cookie = route.request().getCookie(COOKIE);
        if (cookie != null) {
            return cookie(route, providers, new Credential.Cookie(cookie.getValue()));
        }
        String ticket =
                route.normalizedPath().equals(STREAM) ? route.queryParams().get("ticket") : null;
        return ticket == null
                ? Uni.createFrom().nullItem()
                : believe(route, providers, new Credential.Ticket(ticket));
    }

    private static @Nullable Credential bearer(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        String secret = header.substring(BEARER.length()).strip();
        return secret.startsWith(Secrets.KEY_START)
                ? new Credential.Key(secret)
                : new Credential.Token(secret);
    }

    private Uni<SecurityIdentity> cookie(
            RoutingContext route, IdentityProviderManager providers, Credential cookie) {
        return believe(route, providers, cookie)
                .onFailure(failure ->
                        failure instanceof AuthenticationFailedException
                                && route.get(PROBLEM) == null)
                .recoverWithNull()
                .onItem()
                .ifNotNull()
                .invoke(identity -> {
                    if (!crossSite.allows(from(route.request()))) {
                        route.put(PROBLEM, CROSS_SITE);
                        throw new AuthenticationFailedException();
                    }
                });
    }

    /** A look-up that fails for want of the database is a 503, not a 401. */
    private Uni<SecurityIdentity> believe(
            RoutingContext route, IdentityProviderManager providers, Credential credential) {
        return providers
                .authenticate(new Credential.Request(credential))
                .onFailure(failure -> !(failure instanceof AuthenticationFailedException))
                .transform(failure -> {
                    route.put(PROBLEM, problems.problemOf(failure));
                    return new AuthenticationFailedException(failure);
                });
    }

    /** What a request says about where it comes from. */
    static CrossSite.Request from(HttpServerRequest request) {
        return new CrossSite.Request(
                request.method().name(),
                request.getHeader(CrossSite.HEADER),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Host"));
    }

    /** Whether a log-in may go on: it has no cookie yet, but must not be another site's doing. */
    boolean sameSite(HttpServerRequest request) {
        return crossSite.sameSite(from(request));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext route) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext route) {
        Optional<Problem> known = Optional.ofNullable(route.get(PROBLEM));
        RouteProblems.answer(route, known.orElseGet(Problems::unauthenticated));
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(Credential.Request.class);
    }
}
