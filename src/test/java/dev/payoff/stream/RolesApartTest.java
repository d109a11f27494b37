package dev.payoff.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A process that is there for people takes no partition from those that are there for the stream.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
@TestProfile(RolesApartTest.OnlyWeb.class)
class RolesApartTest {

    /** As in {@code k8s/base/web.yaml}. */
    public static final class OnlyWeb implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("payoff.roles", "web");
        }
    }

    @Inject KafkaClientService kafka;
    @Inject PartitionClaims claims;

    @Test
    void itHasNoConsumer_andIsReadyAllTheSame() {
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(kafka.getConsumerChannels()).doesNotContain(StreamWorker.CHANNEL);
        assertThat(claims.held()).isZero();
    }
}
