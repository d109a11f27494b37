package dev.payoff.connector.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocusRowsTest {

    private static final String HEADER =
            "ServiceCategory,EffectiveCost,BilledCost,BillingCurrency,ChargePeriodStart,SubAccountId,ServiceName,Tags\n";

    private static FocusRows rows(String body) {
        return new FocusRows(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), "EffectiveCost");
    }

    private static List<FocusRows.Row> all(String body) {
        List<FocusRows.Row> all = new ArrayList<>();
        rows(body).forEachRemaining(all::add);
        return all;
    }

    @Test
    void aChargeIsReadByName_whateverTheOrder() {
        FocusRows.Charge charge =
                (FocusRows.Charge)
                        rows("\uFEFFExtra,ChargePeriodStart,BillingCurrency,EffectiveCost,servicecategory\n"
                                        + "x,2024-09-18T22:00:00-05:00,USD,1.50,Compute\n")
                                .next();
        assertThat(charge.amount()).isEqualTo("1.50");
        assertThat(charge.currency()).isEqualTo("USD");
        assertThat(charge.category()).isEqualTo("Compute");
        assertThat(charge.text("Extra")).isEqualTo("x");
        assertThat(charge.text("SubAccountId")).isNull();
    }

    /**
     * What each version added or renamed of what a rule may ask for, as the specification's change
     * log has it: 1.1 capacity reservations and SKU details, 1.2 invoice ids and pricing currency,
     * 1.3 the split of providers and allocation.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0 | ProviderName,PublisherName",
                "1.1 | ProviderName,PublisherName,CapacityReservationId,SkuMeter,SkuPriceDetails,ServiceSubcategory",
                "1.2 | ProviderName,PublisherName,InvoiceId,BillingAccountType,PricingCurrency,PricingCurrencyEffectiveCost",
                "1.3 | ServiceProviderName,HostProviderName,InvoiceId,AllocatedMethodId,AllocatedResourceId,ContractApplied"
            })
    void eachVersionIsReadAlike(String version, String columns) {
        String header =
                "BilledCost,BillingCurrency,ChargePeriodStart,EffectiveCost,ServiceCategory,Tags,"
                        + columns
                        + "\n";
        String row =
                "2,USD,2025-12-04T00:00:00Z,1.50,Compute,\"{\"\"team\"\": \"\"a\"\"}\",Acme"
                        + ",x".repeat(columns.split(",").length - 1)
                        + "\n";
        FocusRows.Charge charge = (FocusRows.Charge) rows(header + row).next();
        assertThat(charge.amount()).as(version).isEqualTo("1.50");
        assertThat(charge.incurredOn()).isEqualTo(LocalDate.of(2025, 12, 4));
        assertThat(charge.category()).isEqualTo("Compute");
        assertThat(charge.text("ProviderName")).isEqualTo("Acme");
    }

    @Test
    void daysAreThoseOfUtc() {
        String row = "Compute,1,1,USD,%s,a,s,NULL\n";
        assertThat(
                        all(
                                        HEADER
                                                + row.formatted("2024-09-18 22:00:00")
                                                + row.formatted("2024-09-18")
                                                + row.formatted("2024-09-18T23:30:00Z")
                                                + row.formatted("2024-09-18T23:30:00+00:00")
                                                + row.formatted("2024-09-19T01:30:00+02:00"))
                                .stream()
                                .map(r -> ((FocusRows.Charge) r).incurredOn()))
                .containsOnly(LocalDate.of(2024, 9, 18));
    }

    @Test
    void equalRowsCountEach_andTheSameFileGivesTheSameIds() {
        String body =
                HEADER
                        + "Compute,1.0,1,USD,2024-09-18,a,s,NULL\n"
                        + "Compute,1.0,1,USD,2024-09-18,a,s,NULL\n"
                        + "Compute,2.0,1,USD,2024-09-18,a,s,NULL\n";
        List<String> first = ids(body);
        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        assertThat(first.get(0)).endsWith("/1");
        assertThat(first.get(1)).endsWith("/2");
        assertThat(ids(body)).isEqualTo(first);
    }

    private static List<String> ids(String body) {
        return all(body).stream().map(r -> ((FocusRows.Charge) r).eventId()).toList();
    }

    @Test
    void badRowsSayWhere_andTheRestGoesOn() {
        List<FocusRows.Row> all =
                all(
                        HEADER
                                + "Compute,NULL,1,USD,2024-09-18,a,s,NULL\n"
                                + "Compute,abc,1,USD,2024-09-18,a,s,NULL\n"
                                + "Compute,1e999999999,1,USD,2024-09-18,a,s,NULL\n"
                                + "Compute,1,1,Dollar,2024-09-18,a,s,NULL\n"
                                + "Compute,1,1,USD,soon,a,s,NULL\n"
                                + "Compute,1\n"
                                + "Compute,1,1,USD,2024-09-18,a,s,NULL\n");
        assertThat(all.stream().filter(r -> r instanceof FocusRows.Bad).map(r -> (FocusRows.Bad) r))
                .extracting(bad -> bad.line() + " " + bad.code() + " " + bad.column())
                .containsExactly(
                        "2 MISSING EffectiveCost",
                        "3 NOT_A_NUMBER EffectiveCost",
                        "4 NOT_A_NUMBER EffectiveCost",
                        "5 NOT_A_CURRENCY BillingCurrency",
                        "6 NOT_A_TIME ChargePeriodStart",
                        "7 MISSING BillingCurrency");
        assertThat(all.getLast()).isInstanceOf(FocusRows.Charge.class);
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> rows("")).isInstanceOf(FocusRows.NotFocus.class);
        assertThatThrownBy(() -> rows("a,b\n1,2\n"))
                .isInstanceOf(FocusRows.NotFocus.class)
                .hasMessageContaining("EffectiveCost");
    }

    @Test
    void anEndlessLineIsCutOff_notHeld() {
        InputStream endless =
                new InputStream() {
                    private long given;

                    @Override
                    public int read() {
                        return given++ < 1L << 30 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        if (given >= 1L << 30) {
                            return -1;
                        }
                        java.util.Arrays.fill(into, from, from + length, (byte) 'x');
                        given += length;
                        return length;
                    }
                };
        assertThatThrownBy(() -> new FocusRows(endless, "EffectiveCost"))
                .isInstanceOf(FocusRows.NotFocus.class);
    }

    @Test
    void theFirstRuleThatHoldsNamesTheProject() {
        List<Violation> violations = new ArrayList<>();
        FocusMapping mapping =
                FocusMapping.parse(
                        new JsonObject(
                                """
                                {"rules":[{"when":{"SubAccountId":"a","tag:app":"x"},"project":"both"},
                                          {"when":{"tag:app":"x"},"project":"tag"},
                                          {"when":{"ServiceName":"s3"},"project":"service"}],
                                 "defaultProject":"rest"}
                                """),
                        violations);
        assertThat(violations).isEmpty();
        String tags = "\"{\"\"app\"\": \"\"x\"\"}\"";
        List<String> projects =
                all(
                                HEADER
                                        + "C,1,1,USD,2024-09-18,a,s,"
                                        + tags
                                        + "\n"
                                        + "C,1,1,USD,2024-09-18,b,s,"
                                        + tags
                                        + "\n"
                                        + "C,1,1,USD,2024-09-18,a,s3,NULL\n"
                                        + "C,1,1,USD,2024-09-18,a,s,not json\n")
                        .stream()
                        .map(r -> mapping.project((FocusRows.Charge) r))
                        .toList();
        assertThat(projects).containsExactly("both", "tag", "service", "rest");
        assertThat(mapping.projects()).containsExactly("both", "tag", "service", "rest");
    }

    @Test
    void aMappingThatSaysNothingIsRefused() {
        List<Violation> violations = new ArrayList<>();
        FocusMapping.parse(new JsonObject("{\"rules\":[]}"), violations);
        assertThat(violations).hasSize(1);
        violations.clear();
        FocusMapping.parse(
                new JsonObject("{\"rules\":[{\"when\":{\"Nope\":\"a\"},\"project\":\"p\"},7]}"),
                violations);
        assertThat(violations)
                .extracting(Violation::field)
                .contains("config.rules[0].when.Nope", "config.rules[1]");
    }

    /** Recounted by a parser of its own: splits the file by quotes and commas, and adds up. */
    @Test
    void realFile_totalsPerServiceEqualARecount() throws IOException {
        Path file =
                Path.of(System.getProperty("payoff.data", "absent"), "focus", "focus_sample.csv");
        assumeTrue(Files.isReadable(file), "skipped: no FOCUS sample at " + file);
        Map<String, BigDecimal> read = new HashMap<>();
        Set<String> ids = new HashSet<>();
        int charges = 0;
        try (InputStream in = Files.newInputStream(file)) {
            FocusRows rows = new FocusRows(in, "BilledCost");
            while (rows.hasNext()) {
                FocusRows.Charge charge = (FocusRows.Charge) rows.next();
                read.merge(charge.text("ServiceName"), charge.amount(), BigDecimal::add);
                ids.add(charge.eventId());
                charges++;
            }
        }
        Map<String, BigDecimal> recount = new HashMap<>();
        List<List<String>> lines = Recount.cells(Files.readString(file));
        int service = lines.getFirst().indexOf("ServiceName");
        int billed = lines.getFirst().indexOf("BilledCost");
        for (List<String> line : lines.subList(1, lines.size())) {
            recount.merge(line.get(service), new BigDecimal(line.get(billed)), BigDecimal::add);
        }
        assertThat(charges).isEqualTo(1000).isEqualTo(lines.size() - 1);
        assertThat(ids).hasSize(1000);
        assertThat(read).isEqualTo(recount);
    }
}
