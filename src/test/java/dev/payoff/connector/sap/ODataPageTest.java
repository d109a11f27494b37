package dev.payoff.connector.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CostPull.Page;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Payload;
import dev.payoff.connector.StubSystem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ODataPageTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final ODataPage.At FIRST = ODataPage.At.parse(null);

    private static SapQuery query(String more) {
        JsonObject config =
                new JsonObject()
                        .put("service", "/s/E")
                        .put("amountField", "AmountInCompanyCodeCurrency")
                        .put("currencyField", "CompanyCodeCurrency")
                        .put("companyCode", "1010")
                        .put("filter", "Ledger eq '0L'")
                        .put("dimensions", new JsonArray().add("GLAccount").add("WBSElement"));
        config.mergeIn(new JsonObject(more));
        List<dev.payoff.app.Problem.Violation> wrong = new ArrayList<>();
        SapQuery query = SapQuery.parse(config, wrong);
        assertThat(wrong).isEmpty();
        return query;
    }

    private static Page.Entries read(String body, SapQuery query, String... accounts) {
        return ODataPage.read(
                Payload.object(body.getBytes(StandardCharsets.UTF_8)),
                query,
                MARCH,
                FIRST,
                java.util.Arrays.stream(accounts).map(a -> new Glob(a, false)).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-03 | 1  | start | LedgerFiscalYear eq '2026' and (FiscalPeriod eq '003')
                    2026-03 | 4  | start | LedgerFiscalYear eq '2025' and (FiscalPeriod eq '012' or FiscalPeriod eq '013' or FiscalPeriod eq '014' or FiscalPeriod eq '015' or FiscalPeriod eq '016')
                    2026-04 | 4  | start | LedgerFiscalYear eq '2026' and (FiscalPeriod eq '001')
                    2025-10 | 10 | end   | LedgerFiscalYear eq '2026' and (FiscalPeriod eq '001')
                    2026-09 | 9  | end   | LedgerFiscalYear eq '2027' and (FiscalPeriod eq '001')
                    """)
    void aMonthIsAFiscalPeriod_andTheLastOneHasTheClosing(
            YearMonth month, int begins, String name, String condition) {
        String asked =
                query("{\"yearBegins\": %d, \"yearName\": \"%s\"}".formatted(begins, name))
                        .page(month, 0);
        assertThat(StubSystem.form(asked).get("$filter"))
                .isEqualTo("CompanyCode eq '1010' and (Ledger eq '0L') and " + condition);
    }

    @Test
    void byDayEachVersionHasItsOwnSpelling() {
        assertThat(
                        StubSystem.form(query("{\"dateField\": \"PostingDate\"}").page(MARCH, 2000))
                                .get("$filter"))
                .endsWith(
                        "PostingDate ge datetime'2026-03-01T00:00:00' and PostingDate lt"
                                + " datetime'2026-04-01T00:00:00'");
        String v4 =
                query("{\"dateField\": \"PostingDate\", \"version\": \"v4\"}").page(MARCH, 2000);
        assertThat(StubSystem.form(v4).get("$filter"))
                .endsWith("PostingDate ge 2026-03-01 and PostingDate lt 2026-04-01");
        assertThat(StubSystem.form(v4))
                .containsEntry("$skip", "2000")
                .containsEntry("$top", "1000");
    }

    @Test
    void version2HasTextsForNumbersAndTicksForDays_andACreditIsNegative() {
        Page.Entries page =
                read(
                        """
                        {"d": {"results": [
                          {"GLAccount": "0000610000", "WBSElement": "SHOP-1", "PostingDate": "/Date(1772409600000)/",
                           "AmountInCompanyCodeCurrency": "1234.50", "CompanyCodeCurrency": "EUR"},
                          {"GLAccount": "0000610000", "WBSElement": "", "PostingDate": "/Date(1772409600000+0000)/",
                           "AmountInCompanyCodeCurrency": "-34.50", "CompanyCodeCurrency": "JPY"},
                          {"GLAccount": "0000800000", "AmountInCompanyCodeCurrency": "-99", "CompanyCodeCurrency": "EUR",
                           "PostingDate": "/Date(1772409600000)/"},
                          {"GLAccount": "610001", "AmountInCompanyCodeCurrency": "1", "CompanyCodeCurrency": "",
                           "PostingDate": "/Date(1772409600000)/"}],
                         "__next": "http://inner:50000/s/E?$skiptoken=17%20a"}}
                        """,
                        query("{\"dateField\": \"PostingDate\"}"), "6*");
        assertThat(page.entries())
                .extracting(
                        e -> e.amount() + " " + e.currency() + " " + e.category() + " " + e.on())
                .containsExactly("1234.50 EUR 610000 2026-03-02", "-34.50 JPY 610000 2026-03-02");
        assertThat(page.entries().getFirst().of()).containsEntry("WBSElement", "SHOP-1");
        assertThat(page.unusable()).hasSize(1);
        assertThat(ODataPage.At.parse(page.next()).link()).isEqualTo("$skiptoken=17%20a");
    }

    @Test
    void whatIsNotAddedUpByTheServiceIsAddedUp_andASideInsteadOfASignIsUnderstood() {
        Page.Entries page =
                read(
                        """
                        {"value": [
                          {"GLAccount": "610000", "WBSElement": "A", "PostingDate": "2026-03-05",
                           "AmountInCompanyCodeCurrency": 100, "CompanyCodeCurrency": "EUR", "DebitCreditCode": "S"},
                          {"GLAccount": "610000", "WBSElement": "A", "PostingDate": "2026-03-05",
                           "AmountInCompanyCodeCurrency": 30.25, "CompanyCodeCurrency": "EUR", "DebitCreditCode": "H"},
                          {"GLAccount": "610000", "WBSElement": "A", "PostingDate": "2026-03-06",
                           "AmountInCompanyCodeCurrency": 1, "CompanyCodeCurrency": "EUR", "DebitCreditCode": "H"}]}
                        """,
                        query(
                                "{\"dateField\": \"PostingDate\", \"version\": \"v4\", \"signField\":"
                                        + " \"DebitCreditCode\"}"));
        assertThat(page.entries())
                .extracting(Entry::amount)
                .extracting(Object::toString)
                .containsExactly("69.75", "-1");
        assertThat(page.next()).isNull();
    }

    @Test
    void withoutADayItIsTheFirstOfThePeriodsMonth() {
        Page.Entries page =
                read(
                        """
                        {"d": {"results": [{"GLAccount": "610000", "LedgerFiscalYear": "2026", "FiscalPeriod": "003",
                          "AmountInCompanyCodeCurrency": "1.00", "CompanyCodeCurrency": "EUR"}]}}
                        """,
                        query("{}"));
        assertThat(page.entries().getFirst().on()).isEqualTo(LocalDate.of(2026, 3, 1));
    }

    @Test
    void pagesThatWeCutAndPagesThatTheServiceCutsGoTogether() {
        ODataPage.At cut = ODataPage.At.parse(null).after(400, "$skiptoken=400");
        assertThat(cut).isEqualTo(new ODataPage.At(0, 400, "$skiptoken=400"));
        assertThat(ODataPage.At.parse(String.valueOf(cut))).isEqualTo(cut);
        assertThat(cut.after(600, null)).isEqualTo(new ODataPage.At(1000, 0, null));
        assertThat(cut.after(599, null)).isNull();
    }

    @Test
    void anAnswerThatIsNoListIsTold() {
        assertThatThrownBy(() -> read("{\"d\": {\"ID\": \"1\"}}", query("{}")))
                .isInstanceOf(Payload.Unusable.class);
    }
}
