package dev.payoff.connector.hr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CsvText;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.TableLines.NotReadable;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HrTableTest {

    private static final String RATES =
            """
            "rates": [{"role": "Developer", "from": "2026-01-01", "perHour": 80, "currency": "EUR"},
                      {"role": "developer", "from": "2026-03-01", "perHour": 85.5, "currency": "EUR"},
                      {"role": "Architect", "from": "2026-01-01", "perHour": 120, "currency": "EUR"}]
            """;

    private final List<RowError> errors = new ArrayList<>();

    private List<String> read(String config, String file) {
        JsonObject settings = new JsonObject(config);
        Labour labour = new Labour(settings);
        try {
            HrTable.read(
                    CsvText.open(
                            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                            null,
                            null),
                    settings,
                    labour,
                    errors::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return labour.entries().values().stream()
                .flatMap(List::stream)
                .map(e ->
                        "%s %s %s %s %s %s"
                                .formatted(
                                        e.on(),
                                        e.of().get("project"),
                                        e.category(),
                                        e.amount().stripTrailingZeros().toPlainString(),
                                        e.currency(),
                                        e.note()))
                .toList();
    }

    @Test
    void hoursTimesTheRateThatHeldThen_byRoleAndProject_withoutNames() {
        String file =
                """
                Monat;Rolle;Projekt;Mitarbeiter;VZÄ
                02/2026;Developer;shop;Ada;0,5
                02/2026;Developer;shop;Grace;1
                03/2026;Developer;shop;Ada;1
                03.2026;Architect;crm;Edsger;0,25
                """;
        assertThat(read("{\"fteHours\": 160, " + RATES + "}", file))
                .containsExactly(
                        "2026-02-01 shop Labour: Developer 19200 EUR 240 h",
                        "2026-03-01 shop Labour: Developer 13680 EUR 160 h",
                        "2026-03-01 crm Labour: Architect 4800 EUR 40 h");
        assertThat(errors).isEmpty();
    }

    @Test
    void namesAreKeptOnlyWhereTheyAreWanted() {
        String file =
                "month,role,project,person,hours\n2026-03,Developer,shop,Ada,10\n2026-03,Developer,shop,Grace,2\n";
        assertThat(read("{\"names\": true, " + RATES + "}", file))
                .containsExactly(
                        "2026-03-01 shop Labour: Developer 855 EUR Ada, 10 h",
                        "2026-03-01 shop Labour: Developer 171 EUR Grace, 2 h");
        assertThat(read("{" + RATES + "}", file))
                .containsExactly("2026-03-01 shop Labour: Developer 1026 EUR 12 h")
                .noneMatch(line -> line.contains("Ada"));
    }

    @Test
    void aRowMayHaveARateOfItsOwn() {
        assertThat(
                        read(
                                "{}",
                                "month,role,project,hours,rate,currency\n2026-03,Tester,shop,10,50.5,USD\n"))
                .containsExactly("2026-03-01 shop Labour: Tester 505 USD 10 h");
    }

    @Test
    void rowsThatCannotBeUsedAreTold() {
        read(
                "{" + RATES + "}",
                """
                month,role,project,hours,rate,currency
                2026-03,Gardener,shop,10,,
                2025-12,Developer,shop,10,,
                2026-03,,shop,10,,
                2026-03,Developer,shop,many,,
                13/2026,Developer,shop,10,,
                2026-03,Developer,shop,10,99,
                2026-03,Developer,shop,10,-9,EUR
                """);
        assertThat(errors)
                .extracting(e -> e.line() + " " + e.code())
                .containsExactly(
                        "2 NO_RATE",
                        "3 NO_RATE",
                        "4 MISSING",
                        "5 NOT_A_NUMBER",
                        "6 NOT_A_TIME",
                        "7 NO_CURRENCY",
                        "8 NEGATIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "month,role\n", "role,hours\n", "month,hours\n"})
    void aTableThatLacksAColumnIsRefused(String file) {
        assertThatThrownBy(() -> read("{}", file)).isInstanceOf(NotReadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[7]",
                "[{\"role\": \"x\"}]",
                "[{\"role\": \"x\", \"from\": \"soon\", \"perHour\": 1, \"currency\": \"EUR\"}]",
                "[{\"role\": \"x\", \"from\": \"2026-01-01\", \"perHour\": -1, \"currency\": \"EUR\"}]",
                "[{\"role\": \"x\", \"from\": \"2026-01-01\", \"perHour\": 1, \"currency\": \"euro\"}]"
            })
    void ratesAreChecked(String rates) {
        List<Violation> wrong = new ArrayList<>();
        Labour.rates(new JsonObject("{\"rates\": " + rates + "}"), wrong);
        assertThat(wrong).extracting(Violation::field).containsExactly("config.rates[0]");
    }

    @Test
    void theSameWorkHasTheSameIdentity_howeverMuchItIs() {
        Entry one = entry("10");
        Entry more = entry("12");
        assertThat(more.id()).isEqualTo(one.id());
        assertThat(more.amount()).isNotEqualByComparingTo(one.amount());
    }

    private static Entry entry(String hours) {
        JsonObject config = new JsonObject("{" + RATES + "}");
        Labour labour = new Labour(config);
        HrTable.add(
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .createObjectNode()
                        .put("role", "Developer")
                        .put("hours", hours),
                config.put(
                        "mapping", new JsonObject("{\"role\": \"/role\", \"hours\": \"/hours\"}")),
                java.time.YearMonth.of(2026, 3),
                labour);
        return labour.entries().values().iterator().next().getFirst();
    }
}
