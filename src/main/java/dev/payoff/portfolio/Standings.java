package dev.payoff.portfolio;

import dev.payoff.app.Moment;
import dev.payoff.value.MetricTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where projects stood at another moment, folded anew from their hours. {@code live.money} answers;
 * asked through this for the same reason as {@link Appraisals}.
 */
public interface Standings {

    /**
     * A benefit of a project, as it goes on from the moment.
     *
     * @param livePerHour what it earned then; null where it was silent
     */
    record Benefit(UUID metric, String key, MetricTerms terms, @Nullable BigDecimal livePerHour) {}

    /**
     * A project at a moment; amounts in its currency.
     *
     * @param cost actual to the moment; null where a rate is missing
     * @param byCategory realised value by category of the metrics that count
     * @param benefits all of them, also what does not count
     * @param reasons why it is not complete
     */
    record Standing(
            BigDecimal realised,
            BigDecimal weighted,
            BigDecimal earningPerHour,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal achievement,
            Map<String, BigDecimal> byCategory,
            List<Benefit> benefits,
            List<String> reasons) {}

    /**
     * Where these projects stood, by key. Of all together at most {@link Appraisals#MOST_FACTS}
     * measured hours and cost lines are looked through; projects beyond that are absent.
     */
    Uni<Map<String, Standing>> of(
            SqlConnection tx, UUID tenantId, Collection<String> projects, Moment moment);
}
