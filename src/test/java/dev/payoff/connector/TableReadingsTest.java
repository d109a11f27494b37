package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.TableFormat.Settings;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReadingsTest {

    @Test
    void aGermanSpreadsheet() {
        Charset windows = Charset.forName("windows-1252");
        String file =
                """
                Datum;Kennzahl;Wert;Notiz
                31.01.2026;shop/umsatz;"1.234,50";Schätzung
                01.02.2026 13:30;shop/umsatz;17;
                """;
        List<TableReadings.Row> rows = rows(file.getBytes(windows), "{'zone':'Europe/Berlin'}");
        assertThat(shown(rows))
                .containsExactly(
                        "2: shop/umsatz 1234.50 at 2026-01-30T23:00:00Z Schätzung",
                        "3: shop/umsatz 17 at 2026-02-01T12:30:00Z null");
        assertThat(open(file.getBytes(windows), "{}").recognised())
                .isEqualTo(new TableLines.Recognised("windows-1252", ";", null, "comma"));
    }

    @Test
    void anEnglishOneWithAMarkOfItsEncoding() {
        String file =
                "\uFEFFTimestamp,metric,Amount\n2026-03-02T10:00:00+01:00,shop/rev,\"1,234.5\"\n";
        for (Charset charset :
                new Charset[] {
                    StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
                }) {
            assertThat(shown(rows(file.getBytes(charset), "{}")))
                    .as(charset.name())
                    .containsExactly("2: shop/rev 1234.5 at 2026-03-02T09:00:00Z null");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-03-02T10:00:00Z        | 2026-03-02T10:00:00Z
                    2026-03-02 10:00:00 UTC     | 2026-03-02T10:00:00Z
                    2026-03-02 10:00            | 2026-03-02T10:00:00Z
                    2026-03-02T10:00:05.250     | 2026-03-02T10:00:05.250Z
                    2026-03-02                  | 2026-03-02T00:00:00Z
                    2026-03                     | 2026-03-01T00:00:00Z
                    2.3.2026                    | 2026-03-02T00:00:00Z
                    13/3/2026 9:05              | 2026-03-13T09:05:00Z
                    1772445600                  | 2026-03-02T10:00:00Z
                    1772445600500               | 2026-03-02T10:00:00.500Z
                    """)
    void timesAreRecognised(String cell, String time) {
        assertThat(shown(rows(utf8("time;value\n" + cell + ";1\n"), "{'metric':'m'}")))
                .containsExactly("2: m 1 at " + time + " null");
    }

    @Test
    void rowsThatCannotBeUsedAreTold_andTheOthersAreNot() {
        String file =
                """
                id,time,value
                a,2026-03-01,1
                b,2026-02-30,2
                c,yesterday,3
                d,2026-03-01,many
                e,2026-03-01,
                f,,1
                a,2026-03-02,1
                g,2026-03-03
                h,2026-03-04,1e99999
                """;
        assertThat(shown(rows(utf8(file), "{'metric':'m'}")))
                .containsExactly(
                        "2: m 1 at 2026-03-01T00:00:00Z null",
                        "3: time NOT_A_TIME 2026-02-30",
                        "4: time NOT_A_TIME yesterday",
                        "5: value NOT_A_NUMBER many",
                        "6: value MISSING ",
                        "7: time MISSING ",
                        "8: id REPEATED a",
                        "9: value MISSING ",
                        "10: value NOT_A_NUMBER 1e99999");
    }

    @Test
    void aRowIsKnownByItsId_elseByMetricAndTimeAndWhichOfItsEqualsItIs() {
        List<String> first = ids("time,value\n2026-03-01,1\n2026-03-01,2\n2026-03-02,3\n");
        assertThat(first).doesNotHaveDuplicates();
        assertThat(ids("time,value\n2026-03-01,1\n2026-03-01,2\n2026-03-02,3\n")).isEqualTo(first);
        assertThat(ids("time,value\n2026-03-01,9\n2026-03-01,2\n"))
                .as("a value that was mended is the same row")
                .isEqualTo(first.subList(0, 2));
        assertThat(ids("id,time,value\nx,2026-03-01,1\n"))
                .isEqualTo(ids("id,time,value\nx,2026-05-01,2\n"))
                .doesNotContainAnyElementsOf(first);
    }

    private static List<String> ids(String file) {
        return rows(utf8(file), "{'metric':'m'}").stream()
                .map(row -> ((TableReadings.Reading) row).eventId())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1,2\n",
                "time,b\n1,2\n",
                "time,value\n2026-03-01,\"1,234\"\n",
                "time,value\n3/4/2026,1\n",
                "PK\u0003\u0004",
            })
    void whatCannotBeReadIsSaid(String file) {
        assertThatThrownBy(() -> open(utf8(file), "{'metric':'m'}"))
                .isInstanceOf(TableLines.NotReadable.class);
    }

    @Test
    void whatIsSetHolds() {
        assertThat(
                        shown(
                                rows(
                                        utf8("x\ty\n3/4/2026\t1.234\n"),
                                        "{'metric':'m','timeColumn':'X','valueColumn':'y','decimal':'comma','dates':'month-first','delimiter':'tab'}")))
                .containsExactly("2: m 1234 at 2026-03-04T00:00:00Z null");
        assertThatThrownBy(() -> open(utf8("time,value\n"), "{'metric':'m','timeColumn':'when'}"))
                .hasMessage("The header has no column when but [time, value].");
        assertThatThrownBy(() -> open(utf8("time,value\n"), "{}"))
                .hasMessageContaining("set metric");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'zone':'Mars'}", "{'encoding':'klingon'}"})
    void settingsAreChecked(String settings) {
        List<Violation> wrong = new ArrayList<>();
        Settings.parse(new JsonObject(settings.replace('\'', '"')), wrong);
        assertThat(wrong).hasSize(1);
    }

    @Test
    void aCellOfAnyLengthIsBounded() {
        String file = "time,value\n2026-03-01,1\n2026-03-02," + "9".repeat(100_000) + "\n";
        assertThat(shown(rows(utf8(file), "{'metric':'m','decimal':'point','dates':'day-first'}")))
                .hasSize(2)
                .last()
                .asString()
                .contains("UNREADABLE");
    }

    private static List<String> shown(List<TableReadings.Row> rows) {
        return rows.stream()
                .map(row ->
                        switch (row) {
                            case TableReadings.Reading r ->
                                    r.line()
                                            + ": "
                                            + r.metric()
                                            + " "
                                            + r.value().toPlainString()
                                            + " at "
                                            + r.at()
                                            + " "
                                            + r.note();
                            case TableReadings.Bad bad ->
                                    bad.error().line()
                                            + ": "
                                            + bad.error().field()
                                            + " "
                                            + bad.error().code()
                                            + " "
                                            + bad.error().cell();
                        })
                .toList();
    }

    private static List<TableReadings.Row> rows(byte[] file, String settings) {
        List<TableReadings.Row> all = new ArrayList<>();
        open(file, settings).forEachRemaining(all::add);
        return all;
    }

    private static TableReadings open(byte[] file, String settings) {
        Settings parsed = settings(settings);
        try {
            return new TableReadings(
                    CsvText.open(
                            new ByteArrayInputStream(file), parsed.charset(), parsed.delimiter()),
                    parsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Settings settings(String json) {
        List<Violation> wrong = new ArrayList<>();
        Settings parsed = Settings.parse(new JsonObject(json.replace('\'', '"')), wrong);
        assertThat(wrong).isEmpty();
        return parsed;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
