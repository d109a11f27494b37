package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.portfolio.CostStage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How real a cost is, on the wire: told by senders old and new, read by readers old and new. */
class WireCostStageTest {

    private static final String READING =
            "{'metric':'p/m','value':1,'observedAt':'2026-11-01T00:00:00Z'%s}";

    private static Decoded decode(String json) {
        return WireCodec.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "kafka");
    }

    private static RejectCode refused(String json) {
        return ((Decoded.Refused) decode(json)).code();
    }

    private static final String COST =
            "{'project':'p','amount':1,'currency':'EUR','incurredOn':'2026-11-01','eventId':'e'%s}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                  | ACTUAL",
                ",'planned':false                    | ACTUAL",
                ",'planned':true                     | PLANNED",
                ",'stage':null,'planned':true        | PLANNED",
                ",'stage':'COMMITTED'                | COMMITTED",
                ",'stage':'FORECAST','planned':true  | FORECAST",
                ",'stage':'ACTUAL','planned':false   | ACTUAL",
            })
    void aCostTellsItsStage_orOnlyWhetherItIsPlannedAsItAlwaysCould(String more, CostStage stage) {
        Decoded.Usable usable = (Decoded.Usable) decode(COST.formatted(more));
        assertThat(((WireRecord.Cost) usable.wire()).stage()).isEqualTo(stage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'stage':'LATER'",
                ",'stage':'planned'",
                ",'stage':7",
                ",'stage':{'name':'ACTUAL'}",
                ",'stage':'ACTUAL','planned':true",
                ",'stage':'FORECAST','planned':false",
            })
    void aStageThatThereIsNotIsRefusedAndNotGuessed(String more) {
        assertThat(refused(COST.formatted(more))).isEqualTo(RejectCode.BAD_STAGE);
    }

    @Test
    void toAReadingStageIsAFieldOfTheSendersOwn() {
        for (String own : List.of("'prod'", "7", "{'name':['x']}")) {
            assertThat(decode(READING.formatted(",'stage':" + own)))
                    .isEqualTo(decode(READING.formatted("")));
        }
    }

    @Test
    void whatIsNotSpentIsPlannedToAReaderThatKnowsNoStages() {
        for (CostStage stage : CostStage.values()) {
            WireRecord.Cost cost =
                    new WireRecord.Cost(
                            null,
                            "p",
                            BigDecimal.ONE,
                            "EUR",
                            LocalDate.EPOCH,
                            "c",
                            stage,
                            null,
                            "e",
                            "s");
            String written = new String(WireCodec.encode(cost), StandardCharsets.UTF_8);
            assertThat(written.contains("\"planned\":true")).isEqualTo(stage != CostStage.ACTUAL);
        }
    }
}
