package dev.payoff.connector;

import java.util.List;

/** What became of a batch that was handed in. */
public sealed interface Receipt {

    /**
     * The brokers hold every accepted record.
     *
     * @param rejected those that were refused, by their position in the batch
     */
    record Taken(int accepted, List<Refusal> rejected) implements Receipt {}

    /**
     * The brokers did not confirm. Some records may be there all the same: send the batch again
     * with the same identities, and nothing counts twice.
     *
     * @param overQuota whether they were not asked, since the tenant sends more than its share
     */
    record Unavailable(String reason, boolean overQuota) implements Receipt {

        Unavailable(String reason) {
            this(reason, false);
        }
    }

    /** One record that was refused. */
    record Refusal(int index, String code, String detail) {}
}
