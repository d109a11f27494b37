package dev.payoff.portfolio;

import dev.payoff.app.Moment;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.DiscountSchedule;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the money of many projects comes to, at once. {@code live.money} answers, which knows their
 * ledgers; it is asked through this, for {@code live} and {@code analytics} use each other the
 * other way round already.
 */
public interface Appraisals {

    /** Measured hours and cost lines that one answer looks through; what goes beyond is unknown. */
    int MOST_FACTS = 1_000_000;

    /** The point of view: what was, what was planned, or what was and then is expected. */
    enum Basis {
        TO_DATE,
        PLAN,
        OUTLOOK
    }

    /**
     * What is asked.
     *
     * @param rate that all are discounted at, as it was told; null: each at its own
     * @param schedule in place of a rate, by its key; null: none
     * @param moment as of when, and as known when
     */
    record Question(
            Set<MoneyMeasure> measures,
            Basis basis,
            @Nullable String rate,
            @Nullable String schedule,
            Moment moment) {}

    /** A figure, or why there is none: one of the two is null. */
    record Told(@Nullable BigDecimal value, @Nullable String reason) {

        /** A figure that may be unknown. */
        public static Told of(@Nullable BigDecimal value, @Nullable String reason) {
            return value == null
                    ? unknown(reason == null ? "It is not known." : reason)
                    : new Told(value, null);
        }

        /** None. */
        public static Told unknown(String reason) {
            return new Told(null, reason);
        }
    }

    /**
     * Dated money, in the project's currency; amounts of costs are positive.
     *
     * @param weighted the benefits, each times its confidence
     * @param until the last day that counts
     * @param missing what is not in them, a sentence each
     */
    record Flows(
            List<DatedAmount> benefits,
            List<DatedAmount> weighted,
            List<DatedAmount> costs,
            LocalDate until,
            List<String> missing) {}

    /** What realisation rates are made of; a promise is null where nothing is promised in money. */
    record Promises(
            BigDecimal realised,
            @Nullable BigDecimal promisedToDate,
            @Nullable BigDecimal promisedInTotal) {}

    /**
     * What earned value is made of.
     *
     * @param earned null where it is not known how much of the work is done; {@code reason} says so
     */
    record Work(
            BigDecimal budget,
            BigDecimal planned,
            @Nullable BigDecimal earned,
            BigDecimal actual,
            @Nullable String reason) {}

    /**
     * A project's money, and what that of a group is added up from.
     *
     * @param figures exactly those that were asked for
     * @param parts null where nothing could be read; every figure then says why
     */
    record Appraised(Map<MoneyMeasure, Told> figures, @Nullable Parts parts) {}

    /** What a group's figures are added up from. */
    record Parts(
            Flows flows,
            Promises promises,
            Work work,
            @Nullable BigDecimal costOfDelayPerWeek,
            DiscountSchedule schedule) {}

    /** What these projects' money comes to, by key; those that do not exist are absent. */
    Uni<Map<String, Appraised>> of(
            SqlConnection tx, UUID tenantId, Collection<String> projects, Question question);
}
