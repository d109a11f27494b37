package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Versions;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import dev.payoff.portfolio.SharesInput.Share;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts shares of one series in force together: all of them, or none. */
@ApplicationScoped
class Shares {

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final MetricRepository repository;
    private final Metrics metrics;
    private final Bodies bodies;
    private final Changes changes;

    Shares(
            TenantSession tenants,
            ProjectRepository projects,
            MetricRepository repository,
            Metrics metrics,
            Bodies bodies,
            Changes changes) {
        this.tenants = tenants;
        this.projects = projects;
        this.repository = repository;
        this.metrics = metrics;
        this.bodies = bodies;
        this.changes = changes;
    }

    /** A claim and what it is to get. */
    private record Wanted(Metric claim, Share share) {

        BigDecimal rise() {
            return share.share().subtract(claim.share);
        }
    }

    Uni<SharesView> put(Caller caller, byte[] body) {
        SharesInput input = bodies.checked(Bodies.tree(body), SharesInput.class);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                locked(tenant, input.shares())
                                        .invoke(wanted -> refuse(input.series(), wanted))
                                        .chain(wanted -> saved(caller, wanted)))
                .map(saved -> new SharesView(input.series(), saved))
                .invoke(view ->
                        view.metrics().stream()
                                .map(MetricView::projectId)
                                .distinct()
                                .forEach(project -> changes.tell(tenant, project)));
    }

    /**
     * Locked in one order, whatever the order of the request: two of them cannot block each other.
     */
    private Uni<List<Wanted>> locked(UUID tenant, List<Share> shares) {
        return inTurn(
                        shares.stream().sorted(Comparator.comparing(Share::metric)).toList(),
                        share ->
                                repository
                                        .requireLive(tenant, share.metric())
                                        .map(claim -> new Wanted(claim, share)))
                .map(wanted ->
                        wanted.stream()
                                .sorted(Comparator.comparingInt(one -> shares.indexOf(one.share())))
                                .toList());
    }

    private static void refuse(String series, List<Wanted> wanted) {
        List<Violation> violations = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            String wrong =
                    !series.equals(one.claim().series)
                            ? "does not claim this series"
                            : !seen.add(one.claim().id) ? "is named twice" : null;
            if (wrong != null) {
                violations.add(new Violation("shares[" + i + "].metric", wrong));
            }
        }
        Bodies.refuse(violations);
        for (Wanted one : wanted) {
            Long version = one.share().version();
            if (version != null && version != one.claim().version) {
                throw changedMeanwhile(one, version);
            }
        }
    }

    private static ProblemException changedMeanwhile(Wanted one, long version) {
        return ProblemException.of(
                412,
                "CHANGED_MEANWHILE",
                "Changed meanwhile",
                "Metric '"
                        + one.claim().fullKey
                        + "' was read at version "
                        + Versions.etag(version)
                        + ", but is at "
                        + Versions.etag(one.claim().version)
                        + ". No share was changed.",
                "Read the claims again, and propose or set their shares anew.");
    }

    /** Those that fall first, so that the shares never sum to more than 1 on the way. */
    private Uni<List<MetricView>> saved(Caller caller, List<Wanted> wanted) {
        List<Wanted> order = wanted.stream().sorted(Comparator.comparing(Wanted::rise)).toList();
        return inTurn(order, one -> save(caller, one))
                .map(views -> {
                    Map<UUID, MetricView> byId =
                            views.stream().collect(Collectors.toMap(MetricView::id, view -> view));
                    return wanted.stream().map(one -> byId.get(one.claim().id)).toList();
                });
    }

    private Uni<MetricView> save(Caller caller, Wanted one) {
        ObjectNode patch = Bodies.EXACT.createObjectNode().put("share", one.share().share());
        return projects.require(caller.tenantId(), one.claim().projectId.toString())
                .chain(project -> metrics.patched(caller, one.claim(), project, patch))
                // The guard of the next one reads what is stored.
                .call(repository::flush);
    }

    private interface Step<A, B> {
        Uni<B> of(A each);
    }

    /** One after the other: a session does one thing at a time. */
    private static <A, B> Uni<List<B>> inTurn(List<A> all, Step<A, B> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(step::of)
                .collect()
                .asList();
    }
}
