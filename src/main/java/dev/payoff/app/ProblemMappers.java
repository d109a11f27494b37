package dev.payoff.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a resource into a problem (RFC 9457). */
@ApplicationScoped
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    static final int RETRY_AFTER_SECONDS = 3;

    /** Before anything that requests need is taken away. */
    private static final int BEFORE_ALL = 1;

    private final TimeAndChance chance;
    private volatile boolean stopping;

    ProblemMappers(TimeAndChance chance) {
        this.chance = chance;
    }

    /** From here on requests that are under way may lose what they need, at any step. */
    void stop(@Observes @Priority(BEFORE_ALL) ShutdownEvent stopped) {
        stopping = true;
    }

    /**
     * The problem of any failure; what nobody foresaw is logged under an id that is shown. While
     * the process stops, a failure is no fault: another instance takes the same request.
     */
    public Problem problemOf(Throwable failure) {
        return Problems.known(failure)
                .orElseGet(() -> stopping ? goingAway(failure) : unforeseen(failure));
    }

    private static Problem goingAway(Throwable failure) {
        LOG.infof(
                "A request was under way as the process stopped: %s", failure.getClass().getName());
        return Problem.of(
                503,
                "STOPPING",
                "Not available now",
                "This server stops; the request may have been done or not.",
                "Send it again: whatever has an identity counts once.");
    }

    private Problem unforeseen(Throwable failure) {
        UUID id = chance.newId();
        LOG.errorf(failure, "Request failed, id %s", id);
        return Problem.of(
                500,
                "INTERNAL",
                "Failed",
                "Something that nobody foresaw went wrong; it is logged under " + id + ".",
                "Try again; if it stays, give the id to whoever runs this server.");
    }

    private Response answer(Throwable failure) {
        Problem problem = problemOf(failure);
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (problem.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response violations(ResteasyReactiveViolationException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return answer(e);
    }

    /** Redirects and answers that a resource built itself stay what they are. */
    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        return e.getResponse().getStatus() < 400 ? e.getResponse() : answer(e);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response authenticationFailed(AuthenticationFailedException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response any(Throwable e) {
        return answer(e);
    }
}
