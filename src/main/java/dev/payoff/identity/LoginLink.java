package dev.payoff.identity;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * {@code GET /login?token=…}: spends a one-time link, sets the session's cookie and leads to the
 * dashboard, which asks who is not logged in to do so. So it does where the link was spent already,
 * with the reason in the query.
 */
@ApplicationScoped
class LoginLink {

    private static final String DASHBOARD = "/";
    private static final String SPENT = "/?login=link-spent";

    private final Login login;
    private final Sessions sessions;

    LoginLink(Login login, Sessions sessions) {
        this.login = login;
        this.sessions = sessions;
    }

    void install(@Observes Router router) {
        router.get("/login").order(0).handler(this::open);
    }

    private void open(RoutingContext route) {
        String token = route.queryParams().get("token");
        if (token == null) {
            lead(route, DASHBOARD);
            return;
        }
        login.byLink(token).subscribe().with(session -> lead(route, session), route::fail);
    }

    private void lead(RoutingContext route, Optional<Sessions.Opened> session) {
        session.ifPresent(opened ->
                route.response().putHeader(HttpHeaders.SET_COOKIE, sessions.cookie(opened)));
        lead(route, session.isPresent() ? DASHBOARD : SPENT);
    }

    private static void lead(RoutingContext route, String where) {
        route.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, where).end();
    }
}
