package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What of a project matters to whom. */
@Path("/api/v1/projects/{project}/stakeholders/{stakeholder}/report")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class StakeholderReportResource {

    private final StakeholderReports reports;
    private final CurrentCaller caller;

    StakeholderReportResource(StakeholderReports reports, CurrentCaller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "What of a project matters to a stakeholder",
            description =
                    "The benefits that they own or are responsible for, and those of the categories"
                            + " that they care about, with risks and reviews.")
    public Uni<StakeholderReport> report(@RestPath String project, @RestPath UUID stakeholder) {
        return reports.report(caller.get(), project, stakeholder);
    }

    @GET
    @Path("/explain")
    @RolesAllowed("viewer")
    @Operation(
            summary = "The proof of what a stakeholder's benefits have earned",
            description =
                    "The benefits that it adds up, each with the address of its own proof, which goes on to the"
                            + " measured hours.")
    public Uni<StakeholderProof> explain(@RestPath String project, @RestPath UUID stakeholder) {
        return reports.proof(caller.get(), project, stakeholder);
    }
}
