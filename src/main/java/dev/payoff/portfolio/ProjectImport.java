package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.ProblemException;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes projects in from elsewhere, in the way that a person makes them: checked and audited. */
@ApplicationScoped
public class ProjectImport {

    private static final int CONFLICT = 409;

    private final Projects projects;

    ProjectImport(Projects projects) {
        this.projects = projects;
    }

    /**
     * Makes a project where there is none of its key; one that is there stays as it is.
     *
     * @param fields as of {@code POST /api/v1/projects}
     * @return whether it was made
     * @throws ProblemException (as a failure) where a field is refused
     */
    public Uni<Boolean> ensure(Caller caller, Map<String, String> fields) {
        ObjectNode body = Bodies.EXACT.createObjectNode();
        fields.forEach(body::put);
        return projects.create(caller, body.toString().getBytes(StandardCharsets.UTF_8))
                .replaceWith(true)
                .onFailure(ProjectImport::isThere)
                .recoverWithItem(false);
    }

    private static boolean isThere(Throwable failure) {
        return failure instanceof ProblemException refused
                && refused.problem().status() == CONFLICT
                && refused.problem().code().equals("ALREADY_EXISTS");
    }
}
