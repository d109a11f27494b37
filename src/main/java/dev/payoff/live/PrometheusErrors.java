package dev.payoff.live;

import dev.payoff.live.promql.QueryRefused;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells a query that is refused in Prometheus' form, which its readers show as it is. */
class PrometheusErrors {

    @ServerExceptionMapper
    RestResponse<PrometheusAnswer> refused(QueryRefused refused) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(refused.type().status()),
                        PrometheusAnswer.error(refused.type().word(), refused.sentence()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
