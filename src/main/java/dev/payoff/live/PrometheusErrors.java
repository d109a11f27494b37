package dev.payoff.live;

import dev.payoff.live.promql.QueryRefused;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells a query that is refused in Prometheus' form, which its readers show as it is. */
class PrometheusErrors {

    @ServerExceptionMapper
    Response refused(QueryRefused refused) {
        return Response.status(refused.type().status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(PrometheusAnswer.error(refused.type().word(), refused.sentence()))
                .build();
    }
}
