package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.Traits;
import dev.payoff.value.TargetProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** How a metric's target moves over time. GET of the metric tells it as targetProfile. */
@Path("/api/v1/metrics/{metric}/target-profile")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class TargetProfileResource {

    private final TenantDb db;
    private final CurrentCaller current;
    private final Bodies bodies;
    private final Traits traits;
    private final Audit audit;

    TargetProfileResource(
            TenantDb db, CurrentCaller current, Bodies bodies, Traits traits, Audit audit) {
        this.db = db;
        this.current = current;
        this.bodies = bodies;
        this.traits = traits;
        this.audit = audit;
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Lets a metric's target move over time",
            description =
                    "By points, or by a shape that ramps up from the baseline to the target and may"
                            + " wear off by a half-life; shapes become points a month apart."
                            + " Achievement and what is planned follow it; realised value does not"
                            + " change.")
    public Uni<TargetProfile> put(
            @RestPath String metric,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ProfileShape.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "shape",
                                                        value = ProfileShape.EXAMPLE),
                                                @ExampleObject(
                                                        name = "points",
                                                        value = ProfileShape.POINTS_EXAMPLE)
                                            }))
                    byte[] body) {
        ProfileShape shape = bodies.checked(Bodies.tree(body), ProfileShape.class);
        return set(metric, facts -> profile(facts, shape)).map(Objects::requireNonNull);
    }

    @DELETE
    @RolesAllowed("manager")
    @Operation(summary = "Lets the target and its date alone hold again")
    public Uni<Void> remove(@RestPath String metric) {
        return set(metric, facts -> null).replaceWithVoid();
    }

    private static TargetProfile profile(BenefitFacts facts, ProfileShape shape) {
        Instant start = facts.start();
        ProfileShape.Course course =
                shape.course(
                        start == null
                                ? facts.promise().baseline()
                                : facts.promise().baselineAt(start),
                        facts.promise().target(),
                        start,
                        facts.zone());
        return switch (course) {
            case ProfileShape.Course.Points(TargetProfile profile) -> profile;
            case ProfileShape.Course.Wrong(var violations) -> {
                Bodies.refuse(violations);
                throw new IllegalStateException("Violations end the request.");
            }
        };
    }

    private interface Wanted {
        @Nullable TargetProfile of(BenefitFacts facts);
    }

    private record Done(UUID project, @Nullable TargetProfile profile) {}

    private Uni<@Nullable TargetProfile> set(String metric, Wanted wanted) {
        Caller caller = current.get();
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant,
                        tx ->
                                BenefitStore.locked(tx, tenant, metric)
                                        .chain(facts -> {
                                            TargetProfile profile = wanted.of(facts);
                                            return traits.profile(
                                                            tx,
                                                            tenant,
                                                            facts.metricId(),
                                                            profile == null
                                                                    ? null
                                                                    : json(profile.points()))
                                                    .chain(() ->
                                                            audit.record(
                                                                    tx,
                                                                    caller,
                                                                    "metric.target_profile",
                                                                    "metric",
                                                                    facts.metricId().toString(),
                                                                    new JsonObject()
                                                                            .put(
                                                                                    "key",
                                                                                    facts.fullKey())
                                                                            .put(
                                                                                    "points",
                                                                                    profile == null
                                                                                            ? 0
                                                                                            : profile.points()
                                                                                                    .size())))
                                                    .replaceWith(
                                                            new Done(facts.projectId(), profile));
                                        }))
                .invoke(done -> traits.tell(tenant, done.project()))
                .map(Done::profile);
    }

    private static String json(List<TargetProfile.Point> points) {
        ArrayNode array = Bodies.EXACT.createArrayNode();
        for (TargetProfile.Point point : points) {
            ObjectNode node = array.addObject();
            node.put("at", point.at().toString());
            node.put("target", point.target());
        }
        return Bodies.text(array);
    }
}
