package dev.payoff.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Webhook posts as an organisation's hook at GitHub sends them when all events are ticked, from a
 * seed: most are of no use to us, and all must be verified. Each is as long as GitHub's are, which
 * is mostly addresses that nobody reads.
 */
final class HookPosts {

    static final String SECRET = "bench-webhook-secret";
    static final int REPOSITORIES = 200;

    /** Per hundred posts; the rest are runs of checks, which are not known here. */
    private static final int PUSHES = 25;

    private static final int PULLS_TOUCHED = 40;
    private static final int PULLS_MERGED = 45;
    private static final int RUNS = 65;
    private static final int DEPLOYMENTS_BEGUN = 69;
    private static final int DEPLOYMENTS_DONE = 73;
    private static final int ISSUES = 78;

    /** Bytes of what we do not read. */
    private static final int FILLING = 6_000;

    /** One post. */
    record Post(String event, String delivery, String signature, byte[] body) {}

    private final SplittableRandom random;
    private final Mac mac;
    private final String filling;
    private long number;

    HookPosts(long seed) throws GeneralSecurityException {
        random = new SplittableRandom(seed);
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        StringBuilder more = new StringBuilder();
        for (int i = 0; more.length() < FILLING; i++) {
            more.append("\"field_")
                    .append(i)
                    .append("_url\":\"https://api.github.com/repos/acme/r/field/")
                    .append(i)
                    .append("{/sha}\",");
        }
        filling = more.toString();
    }

    Post next(Instant now) {
        long n = ++number;
        int repository = random.nextInt(REPOSITORIES);
        int kind = random.nextInt(100);
        String sha = "%040x".formatted(n);
        String repo =
                "\"repository\":{%s\"id\":%d,\"full_name\":\"acme/r%d\",\"default_branch\":\"main\",\"pushed_at\":%d}"
                        .formatted(filling, repository + 1, repository, now.getEpochSecond());
        String event;
        String body;
        if (kind < PUSHES) {
            event = "push";
            body =
                    "\"ref\":\"refs/heads/%s\",\"commits\":[{\"id\":\"%s\",\"timestamp\":\"%s\"}]"
                            .formatted(n % 3 == 0 ? "main" : "feature-" + n % 50, sha, now);
        } else if (kind < PULLS_MERGED) {
            event = "pull_request";
            boolean merged = kind >= PULLS_TOUCHED;
            body =
                    ("\"action\":\"%s\",\"pull_request\":{\"merged\":%s,\"number\":%d,\"merge_commit_sha\":\"%s\","
                                    + "\"head\":{\"ref\":\"feature-%d\"},\"created_at\":\"%s\",\"merged_at\":\"%s\"}")
                            .formatted(
                                    merged ? "closed" : "synchronize",
                                    merged,
                                    n,
                                    sha,
                                    n % 50,
                                    now.minusSeconds(3600),
                                    now);
        } else if (kind < RUNS) {
            event = "workflow_run";
            body =
                    "\"action\":\"completed\",\"workflow_run\":{\"id\":%d,\"name\":\"CI\",\"conclusion\":\"success\",\"head_sha\":\"%s\",\"updated_at\":\"%s\"}"
                            .formatted(n, sha, now);
        } else if (kind < DEPLOYMENTS_DONE) {
            event = "deployment_status";
            body =
                    ("\"deployment_status\":{\"state\":\"%s\",\"created_at\":\"%s\"},"
                                    + "\"deployment\":{\"id\":%d,\"sha\":\"%s\",\"ref\":\"main\",\"environment\":\"production\"}")
                            .formatted(
                                    kind < DEPLOYMENTS_BEGUN ? "in_progress" : "success",
                                    now,
                                    n,
                                    sha);
        } else if (kind < ISSUES) {
            event = "issues";
            body =
                    "\"action\":\"opened\",\"issue\":{\"id\":%d,\"labels\":[],\"created_at\":\"%s\",\"updated_at\":\"%s\"}"
                            .formatted(n, now, now);
        } else {
            event = "check_run";
            body = "\"action\":\"completed\",\"check_run\":{\"id\":%d}".formatted(n);
        }
        byte[] bytes = ("{" + body + "," + repo + "}").getBytes(StandardCharsets.UTF_8);
        return new Post(
                event, "d-" + n, "sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes)), bytes);
    }
}
