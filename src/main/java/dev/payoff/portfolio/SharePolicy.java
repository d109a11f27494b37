package dev.payoff.portfolio;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Guards against counting one improvement twice; pure. */
final class SharePolicy {

    /** A live metric's share of a series. */
    record Claim(String fullKey, BigDecimal share) {}

    private SharePolicy() {}

    /**
     * The problem with one more claim on a series, if the shares would sum to more than 1.
     *
     * @param others the live claims on the same series, without this metric's own
     */
    static Optional<Problem> refusal(String series, BigDecimal share, List<Claim> others) {
        BigDecimal taken =
                others.stream().map(Claim::share).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (taken.add(share).compareTo(BigDecimal.ONE) <= 0) {
            return Optional.empty();
        }
        BigDecimal left = BigDecimal.ONE.subtract(taken).max(BigDecimal.ZERO);
        return Optional.of(
                new Problem(
                        "Share exceeded",
                        409,
                        "SHARE_EXCEEDED",
                        "A share of "
                                + share.toPlainString()
                                + " of series '"
                                + series
                                + "' is more than the "
                                + left.toPlainString()
                                + " that others leave.",
                        "Claim at most what is left, or lower one of the claims in violations.",
                        others.stream()
                                .map(claim ->
                                        new Violation(
                                                claim.fullKey(),
                                                "claims " + claim.share().toPlainString()))
                                .toList()));
    }
}
