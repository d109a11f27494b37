package dev.payoff.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/**
 * The statements of {@link FactStore} and {@link DoraReadings}. What is kept only grows or takes
 * the earlier time, so that any order of arrival ends in the same rows. A commit's place is that of
 * the push that brought it to its branch, and its place in that push.
 */
final class FactSql {

    static final String KEEP_REPO =
            """
            INSERT INTO dora_repo AS r (connection_id, repo_id, tenant_id, name, default_branch)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (connection_id, repo_id) DO UPDATE
               SET name = excluded.name, default_branch = excluded.default_branch
             WHERE (r.name, r.default_branch) IS DISTINCT FROM (excluded.name, excluded.default_branch)
            """;

    /**
     * The repository of a name: the one that has this deployment already, else the one that the
     * outside system itself told of.
     */
    static final String REPO_NAMED =
            """
            SELECT r.repo_id, r.name, r.default_branch FROM dora_repo r
             WHERE r.connection_id = $1 AND lower(r.name) = lower($2)
             ORDER BY EXISTS (SELECT 1 FROM dora_deployment d WHERE d.connection_id = $1
                                 AND d.repo_id = r.repo_id AND d.deployment = $3) DESC,
                      r.repo_id DESC
             LIMIT 1
            """;

    static final String KEEP_COMMITS =
            """
            INSERT INTO dora_commit AS c
                (connection_id, repo_id, branch, sha, tenant_id, committed_at, pushed_at, ordinal)
            SELECT DISTINCT ON (new.sha) $1, $2, $3, new.sha, $4, new.committed_at, $5, new.ordinal
              FROM unnest($6::text[], $7::timestamptz[], $8::int[]) AS new (sha, committed_at, ordinal)
             ORDER BY new.sha, new.ordinal
            ON CONFLICT (connection_id, repo_id, branch, sha) DO UPDATE
               SET pushed_at = excluded.pushed_at, ordinal = excluded.ordinal
             WHERE (excluded.pushed_at, excluded.ordinal) < (c.pushed_at, c.ordinal)
            """;

    static final String KEEP_PULL =
            """
            INSERT INTO dora_pull
                (connection_id, repo_id, number, tenant_id, head_branch, merge_sha, created_at, merged_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (connection_id, repo_id, number) DO NOTHING
            """;

    static final String KEEP_DEPLOYMENT =
            """
            INSERT INTO dora_deployment AS d
                (connection_id, repo_id, deployment, tenant_id, environment, sha, branch, default_branch,
                 succeeded_at, failed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (connection_id, repo_id, deployment) DO UPDATE
               SET succeeded_at = least(d.succeeded_at, excluded.succeeded_at),
                   failed_at = least(d.failed_at, excluded.failed_at)
            RETURNING environment
            """;

    static final String WAS_INCIDENT =
            "SELECT 1 FROM dora_incident WHERE connection_id = $1 AND repo_id = $2 AND issue_id = $3 AND incident";

    /** Of two descriptions of an issue the one that the outside system updated last holds. */
    static final String KEEP_ISSUE =
            """
            INSERT INTO dora_incident AS i
                (connection_id, repo_id, issue_id, tenant_id, opened_at, closed_at, incident, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (connection_id, repo_id, issue_id) DO UPDATE
               SET closed_at = excluded.closed_at, incident = excluded.incident, updated_at = excluded.updated_at
             WHERE excluded.updated_at >= i.updated_at
            """;

    static final String ENVIRONMENTS_SINCE =
            """
            SELECT DISTINCT environment FROM dora_deployment
             WHERE connection_id = $1 AND repo_id = $2 AND succeeded_at >= $3 LIMIT 100
            """;

    /** The finished deployments next to a time: up to $5 before it, and up to $5 from it on. */
    static final String NEAR_DEPLOYMENTS =
            """
            SELECT * FROM (
                (SELECT deployment, succeeded_at, failed_at, finished_at FROM dora_deployment
                  WHERE connection_id = $1 AND repo_id = $2 AND environment = $3 AND finished_at < $4
                  ORDER BY finished_at DESC, deployment DESC LIMIT $5)
                UNION ALL
                (SELECT deployment, succeeded_at, failed_at, finished_at FROM dora_deployment
                  WHERE connection_id = $1 AND repo_id = $2 AND environment = $3 AND finished_at >= $4
                  ORDER BY finished_at, deployment LIMIT $5)) near
             ORDER BY finished_at, deployment
            """;

    /**
     * What each of the first $5 successful deployments from $4 on brought: the commits of its
     * branch after the furthest place that one of the $6 deployments before it reached, up to its
     * own commit.
     */
    static final String CHANGES =
            """
            WITH wanted AS (
                SELECT deployment FROM dora_deployment
                 WHERE connection_id = $1 AND repo_id = $2 AND environment = $3 AND succeeded_at >= $4
                 ORDER BY succeeded_at, deployment LIMIT $5),
            considered AS (
                (SELECT * FROM dora_deployment
                  WHERE connection_id = $1 AND repo_id = $2 AND environment = $3 AND succeeded_at < $4
                  ORDER BY succeeded_at DESC LIMIT $6)
                UNION ALL
                (SELECT * FROM dora_deployment
                  WHERE connection_id = $1 AND repo_id = $2 AND environment = $3
                    AND deployment IN (SELECT deployment FROM wanted))),
            placed AS (
                SELECT d.deployment, d.succeeded_at, p.branch, p.pushed_at, p.ordinal
                  FROM considered d CROSS JOIN LATERAL (
                       SELECT c.branch, c.pushed_at, c.ordinal FROM dora_commit c
                        WHERE c.connection_id = $1 AND c.repo_id = $2 AND c.sha = d.sha
                        ORDER BY (c.branch = d.branch) DESC, (c.branch = d.default_branch) DESC,
                                 c.pushed_at, c.branch
                        LIMIT 1) p)
            SELECT d.deployment, c.sha, c.committed_at, pull.created_at AS pull_created,
                   pull.merged_at AS pull_merged, first.committed_at AS first_commit
              FROM wanted w JOIN placed d USING (deployment)
              LEFT JOIN LATERAL (
                   SELECT b.pushed_at, b.ordinal FROM placed b
                    WHERE b.branch = d.branch AND (b.succeeded_at, b.deployment) < (d.succeeded_at, d.deployment)
                    ORDER BY b.pushed_at DESC, b.ordinal DESC LIMIT 1) before ON true
              CROSS JOIN LATERAL (
                   SELECT c.sha, c.committed_at FROM dora_commit c
                    WHERE c.connection_id = $1 AND c.repo_id = $2 AND c.branch = d.branch
                      AND (c.pushed_at, c.ordinal) <= (d.pushed_at, d.ordinal)
                      AND (c.pushed_at, c.ordinal)
                          > (coalesce(before.pushed_at, '-infinity'), coalesce(before.ordinal, 0))
                    ORDER BY c.pushed_at DESC, c.ordinal DESC LIMIT $7) c
              LEFT JOIN LATERAL (
                   SELECT p.created_at, p.merged_at, p.head_branch FROM dora_pull p
                    WHERE p.connection_id = $1 AND p.repo_id = $2 AND p.merge_sha = c.sha
                    ORDER BY p.number LIMIT 1) pull ON true
              LEFT JOIN LATERAL (
                   SELECT min(f.committed_at) AS committed_at FROM dora_commit f
                    WHERE f.connection_id = $1 AND f.repo_id = $2 AND f.branch = pull.head_branch
                      AND f.pushed_at <= pull.merged_at
                      AND f.pushed_at > coalesce(
                          (SELECT max(q.merged_at) FROM dora_pull q
                            WHERE q.connection_id = $1 AND q.repo_id = $2
                              AND q.head_branch = pull.head_branch AND q.merged_at < pull.merged_at),
                          pull.created_at - interval '90 days')) first ON true
            """;

    static final String INCIDENTS =
            """
            SELECT issue_id, opened_at, closed_at FROM dora_incident
             WHERE connection_id = $1 AND repo_id = $2 AND incident AND opened_at >= $3
               AND ($4::timestamptz IS NULL OR opened_at <= $4)
             ORDER BY opened_at LIMIT $5
            """;

    private static final List<String> FORGET =
            List.of(
                    "DELETE FROM dora_commit WHERE connection_id = $1 AND pushed_at < $2",
                    "DELETE FROM dora_pull WHERE connection_id = $1 AND merged_at < $2",
                    "DELETE FROM dora_incident WHERE connection_id = $1 AND updated_at < $2",
                    "DELETE FROM dora_deployment WHERE connection_id = $1 AND finished_at < $2");

    private FactSql() {}

    /** Forgets what is older than the readings that can still be corrected. */
    static Uni<Void> forget(SqlConnection tx, Connection connection, Instant before) {
        return Multi.createFrom()
                .iterable(FORGET)
                .onItem()
                .transformToUniAndConcatenate(sql ->
                        tx.preparedQuery(sql)
                                .execute(Tuple.of(connection.id(), FactStore.at(before))))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
