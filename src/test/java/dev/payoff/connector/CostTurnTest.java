package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.CostPlaces.Place;
import dev.payoff.connector.CostPull.Entry;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostTurnTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);

    private static JsonObject config(int openMonths) {
        return new JsonObject()
                .put("backfillMonths", 12)
                .put("openMonths", openMonths)
                .put("rules", new io.vertx.core.json.JsonArray());
    }

    @Test
    void readingBeginsWithTheBackfill_goesOnWhereItStopped_thenReadsTheOpenMonthsAgain() {
        Place first = Place.begin(null, false, config(2), MARCH);
        assertThat(first.month()).isEqualTo(YearMonth.of(2025, 3));

        Place stopped = first.turned("page 2");
        assertThat(Place.begin(stopped, false, config(2), MARCH)).isEqualTo(stopped);
        assertThat(stopped.monthAfter().page()).isNull();

        Place again = Place.begin(stopped, true, config(2), MARCH);
        assertThat(again.month()).isEqualTo(YearMonth.of(2026, 2));
        assertThat(again.round()).isGreaterThan(stopped.round());
    }

    @Test
    void otherSettingsAreReadFromTheBeginning_theSameInAnotherOrderAreNot() {
        Place kept = Place.begin(null, false, config(2), MARCH).monthAfter();
        assertThat(Place.begin(kept, true, config(1), MARCH).month())
                .isEqualTo(YearMonth.of(2025, 3));

        JsonObject turned =
                new JsonObject()
                        .put("rules", new io.vertx.core.json.JsonArray())
                        .put("openMonths", 2)
                        .put("backfillMonths", 12);
        assertThat(Place.begin(kept, false, turned, MARCH)).isEqualTo(kept);
    }

    private static Entry entry(String id, LocalDate on, String amount, String center) {
        return new Entry(
                id, on, new BigDecimal(amount), "EUR", "Hosting", null, Map.of("center", center));
    }

    @Test
    void whatCannotBeBookedIsTold_andIsBookedNowhere() {
        ProjectRules rules =
                ProjectRules.parse(
                        new JsonObject(
                                """
                                {"rules": [{"when": {"center": "S*"}, "project": "shop"},
                                           {"when": {"center": "T"}, "project": "typo"}]}
                                """),
                        name -> true,
                        "",
                        new ArrayList<>());
        LocalDate day = LocalDate.of(2026, 3, 4);
        List<String> problems = new ArrayList<>();

        List<CostBook.Line> lines =
                CostLines.of(
                        List.of(
                                entry("1", day, "5", "S1"),
                                entry("2", day, "0.00", "S1"),
                                entry("3", day, "5", "T"),
                                entry("4", day, "6", "T"),
                                entry("5", day, "7", "elsewhere"),
                                entry("6", day.plusMonths(1), "8", "S1")),
                        new Place("settings", 1, MARCH, null, 0),
                        rules,
                        Set.of("shop"),
                        problems);

        assertThat(lines)
                .extracting(CostBook.Line::project)
                .containsExactly("shop", null, null, null, null);
        assertThat(problems)
                .containsExactly(
                        "There is no project 'typo'.", "An entry of 2026-04-04 came with 2026-03.");
    }
}
