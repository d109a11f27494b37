package dev.payoff.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/**
 * The statements of {@link FactKeeper} and {@link DoraNear}; those that keep are for many facts at
 * a time. What is kept only grows or takes the earlier time, so that any order of arrival ends in
 * the same rows. A commit's place is that of the push that brought it to its branch, and its place
 * in that push.
 */
final class FactSql {

    /** Sorted, so that two transactions cannot wait for each other's rows. */
    static final String KEEP_REPOS =
            """
            INSERT INTO dora_repo AS r (connection_id, repo_id, tenant_id, name, default_branch)
            SELECT new.connection_id, new.repo_id, $1, new.name, new.default_branch
              FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[])
                   AS new (connection_id, repo_id, name, default_branch)
             ORDER BY new.connection_id, new.repo_id
            ON CONFLICT (connection_id, repo_id) DO UPDATE
               SET name = excluded.name, default_branch = excluded.default_branch
             WHERE (r.name, r.default_branch) IS DISTINCT FROM (excluded.name, excluded.default_branch)
            """;

    /** One at a time of those who tell of a repository, in the order of the names. */
    static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS"
                    + " name";

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
            SELECT DISTINCT ON (connection_id, repo_id, branch, sha)
                   connection_id, repo_id, branch, sha, $1, committed_at, pushed_at, ordinal
              FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                          $8::int[])
                   AS new (connection_id, repo_id, branch, sha, committed_at, pushed_at, ordinal)
             ORDER BY connection_id, repo_id, branch, sha, pushed_at, ordinal
            ON CONFLICT (connection_id, repo_id, branch, sha) DO UPDATE
               SET pushed_at = excluded.pushed_at, ordinal = excluded.ordinal
             WHERE (excluded.pushed_at, excluded.ordinal) < (c.pushed_at, c.ordinal)
            """;

    static final String KEEP_PULLS =
            """
            INSERT INTO dora_pull
                (connection_id, repo_id, number, tenant_id, head_branch, merge_sha, created_at, merged_at)
            SELECT connection_id, repo_id, number, $1, head_branch, merge_sha, created_at, merged_at
              FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[],
                          $8::timestamptz[])
                   AS new (connection_id, repo_id, number, head_branch, merge_sha, created_at, merged_at)
            ON CONFLICT (connection_id, repo_id, number) DO NOTHING
            """;

    static final String KEEP_DEPLOYMENTS =
            """
            INSERT INTO dora_deployment AS d
                (connection_id, repo_id, deployment, tenant_id, environment, sha, branch, default_branch,
                 succeeded_at, failed_at, succeeded_told, failed_told, first_told)
            SELECT connection_id, repo_id, deployment, $1, environment, sha, branch, default_branch,
                   succeeded_at, failed_at, CASE WHEN succeeded_at IS NOT NULL THEN $11::timestamptz END,
                   CASE WHEN failed_at IS NOT NULL THEN $11::timestamptz END, $11::timestamptz
              FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                          $9::timestamptz[], $10::timestamptz[])
                   AS new (connection_id, repo_id, deployment, environment, sha, branch, default_branch,
                           succeeded_at, failed_at)
            ON CONFLICT (connection_id, repo_id, deployment) DO UPDATE
               SET sha = CASE WHEN d.sha = '' THEN excluded.sha ELSE d.sha END,
                   succeeded_at = least(d.succeeded_at, excluded.succeeded_at),
                   failed_at = least(d.failed_at, excluded.failed_at),
                   succeeded_told = CASE WHEN d.succeeded_at IS NULL THEN excluded.succeeded_told ELSE d.succeeded_told END,
                   failed_told = CASE WHEN d.failed_at IS NULL THEN excluded.failed_told ELSE d.failed_told END
            RETURNING connection_id, repo_id, deployment, environment, finished_at
            """;

    static final String WERE_INCIDENTS =
            """
            SELECT i.connection_id, i.repo_id, i.issue_id
              FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS told (connection_id, repo_id, issue_id)
              JOIN dora_incident i USING (connection_id, repo_id, issue_id)
             WHERE i.incident
            """;

    /** Of two descriptions of an issue the one that the outside system updated last holds. */
    static final String KEEP_ISSUES =
            """
            INSERT INTO dora_incident AS i
                (connection_id, repo_id, issue_id, tenant_id, opened_at, closed_at, incident, updated_at)
            SELECT connection_id, repo_id, issue_id, $1, opened_at, closed_at, incident, updated_at
              FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
                          $7::boolean[], $8::timestamptz[])
                   AS new (connection_id, repo_id, issue_id, opened_at, closed_at, incident, updated_at)
            ON CONFLICT (connection_id, repo_id, issue_id) DO UPDATE
               SET closed_at = excluded.closed_at, incident = excluded.incident, updated_at = excluded.updated_at
             WHERE excluded.updated_at >= i.updated_at
            """;

    /** Where repositories were deployed to since a time of each. */
    static final String ENVIRONMENTS_SINCE =
            """
            SELECT w.connection_id, w.repo_id, d.environment
              FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS w (connection_id, repo_id, since)
             CROSS JOIN LATERAL (
                   SELECT DISTINCT environment FROM dora_deployment
                    WHERE connection_id = w.connection_id AND repo_id = w.repo_id AND succeeded_at >= w.since
                    LIMIT 100) d
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
                    "DELETE FROM dora_deployment WHERE connection_id = $1"
                            + " AND coalesce(finished_at, first_told) < $2");

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
