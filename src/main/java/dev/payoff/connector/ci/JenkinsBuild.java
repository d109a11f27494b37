package dev.payoff.connector.ci;

import dev.payoff.connector.Fact;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What Jenkins' own plugins tell of a build: <i>Notification</i> (plugins.jenkins.io/notification),
 * and <i>CloudEvents</i> (plugins.jenkins.io/cloudevents), whose body has the same fields under
 * slightly other names. A build of a job that deploys stands for a deployment.
 */
final class JenkinsBuild {

    /** Longest id that is used as it is. */
    private static final int MAX_ID_CHARS = 100;

    /**
     * What a connection is set to.
     *
     * @param jobs names or addresses of the jobs whose builds stand for deployments
     * @param environment where they deploy to
     */
    record Settings(List<Glob> jobs, String environment) {}

    private JenkinsBuild() {}

    /** Reads a payload. */
    static DeploymentCall parse(byte[] body, Settings settings) {
        try {
            return told(Payload.object(body), settings);
        } catch (Payload.Unusable e) {
            return new DeploymentCall.Malformed(e.reason());
        }
    }

    private static DeploymentCall told(Payload job, Settings settings) {
        if (!job.has("build")) {
            return new DeploymentCall.Unused("It does not tell of a build.");
        }
        Payload build = job.at("build");
        String phase = build.textOr("phase", "").toUpperCase(Locale.ROOT);
        if (!phase.equals("COMPLETED") && !phase.equals("FINALIZED")) {
            return new DeploymentCall.Unused("The build is not over: " + phase + ".");
        }
        String name = job.text("name");
        String url = job.textOr("url", name);
        if (settings.jobs().stream().noneMatch(each -> each.matches(name) || each.matches(url))) {
            return new DeploymentCall.Unused(
                    "The job '" + name + "' does not stand for a deployment (deployJobs).");
        }
        Payload scm = build.at(build.has("scm") ? "scm" : "scmState");
        if (!scm.has("url") || !scm.has("commit")) {
            return new DeploymentCall.Unused("The build tells no repository and commit.");
        }
        String result = build.text("status").toUpperCase(Locale.ROOT);
        return switch (result) {
            // Jenkins calls a deployment whose tests complain UNSTABLE: it is out all the same.
            case "SUCCESS", "UNSTABLE" -> deployed(url, build, scm, settings, Fact.State.SUCCEEDED);
            case "FAILURE" -> deployed(url, build, scm, settings, Fact.State.FAILED);
            default ->
                    new DeploymentCall.Unused(
                            "A build that ended as " + result + " does not count.");
        };
    }

    private static DeploymentCall deployed(
            String job, Payload build, Payload scm, Settings settings, Fact.State state) {
        Fact.Repo repo = Fact.Repo.named(DeploymentCall.repoName(scm.text("url")));
        return new DeploymentCall.Told(
                List.of(
                        new Fact.Deployed(
                                repo,
                                id(job, build.number("number")),
                                settings.environment(),
                                scm.text("commit"),
                                DeploymentCall.branch(scm.textOr("branch", "")),
                                state,
                                Instant.ofEpochMilli(build.number("timestamp")))));
    }

    /** The same for each phase of a build. */
    private static String id(String job, long number) {
        String id = job + "#" + number;
        return "j"
                + (id.length() <= MAX_ID_CHARS
                        ? id
                        : Signatures.digest(id.getBytes(StandardCharsets.UTF_8)));
    }
}
