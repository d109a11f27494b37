package dev.payoff.connector.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.connector.CostPullTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Against a stub of an OData 2 service that adds up by what it is asked for and cuts its pages
 * itself, with a token service beside it; written from the documentation.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SapTest extends CostPullTestBase {

    private static final String SERVICE =
            "/sap/opu/odata/sap/API_JOURNALENTRYITEMBASIC_SRV/A_JournalEntryItemBasic";
    private static final int CUT = 40;

    private final LocalDate month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile String valid = "";
    private volatile String first = "100.00";
    private final StubSystem server = new StubSystem(this::answer);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer answer(Asked asked) {
        if (asked.path().equals("/oauth/token")) {
            boolean known =
                    "Basic Y2xpZW50OnMzY3JldA==".equals(asked.header("Authorization"))
                            && asked.body().equals("grant_type=client_credentials");
            valid = "token-" + tokens.incrementAndGet();
            return known
                    ? Answer.ok("{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(valid))
                    : Answer.of(401, "{\"error\":\"invalid_client\"}");
        }
        if (!("Bearer " + valid).equals(asked.header("Authorization"))) {
            return Answer.of(401, "");
        }
        if (!asked.path().equals(SERVICE)) {
            return Answer.of(
                    404,
                    "{\"error\":{\"code\":\"x\",\"message\":{\"value\":\"Resource not found\"}}}");
        }
        String token = asked.query().get("$skiptoken");
        boolean now =
                token != null
                        || asked.query()
                                .get("$filter")
                                .contains(
                                        "LedgerFiscalYear eq '%d' and (FiscalPeriod eq '%03d'"
                                                .formatted(month.getYear(), month.getMonthValue()));
        int from = token == null ? 0 : Integer.parseInt(token);
        List<String> rows = new ArrayList<>();
        for (int i = from; now && i < Math.min(from + CUT, 100); i++) {
            rows.add(
                    """
                    {"GLAccount": "0000%d", "CostCenter": "CC-%d", "WBSElement": "", "LedgerFiscalYear": "%d",
                     "FiscalPeriod": "%03d", "AmountInCompanyCodeCurrency": "%s", "CompanyCodeCurrency": "USD"}
                    """
                            .formatted(
                                    i < 99 ? 610000 : 800000,
                                    i,
                                    month.getYear(),
                                    month.getMonthValue(),
                                    i == 0 ? first : "-1.50"));
        }
        String next =
                now && from + CUT < 100
                        ? ", \"__next\": \"https://inner.example:44300%s?$skiptoken=%d\""
                                .formatted(SERVICE, from + CUT)
                        : "";
        return Answer.ok("{\"d\": {\"results\": [" + String.join(",", rows) + "]" + next + "}}");
    }

    @Test
    void whatIsPostedComesByPeriod_overTheServicesPages_andGrowsAsItGrowsThere() throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("baseUrl", server.url());
        config.put("auth", "oauth");
        config.put("tokenUrl", server.url() + "/oauth/token");
        config.put("clientId", "client");
        config.put("clientSecret", "s3cret");
        config.put("companyCode", "1010");
        config.put("accounts", List.of("6*"));
        config.put("backfillMonths", 0);
        config.put("openMonths", 1);
        config.put(
                "rules", List.of(Map.of("when", Map.of("CostCenter", "CC-*"), "project", project)));
        String id = connect("sap", config);
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));

        soon(() -> assertThat(sums()).isEqualTo(Map.of("USD 610000", new BigDecimal("-47"))));
        assertThat(costs()).hasSize(99);
        assertThat(costs().values().iterator().next().path("incurredOn").asText())
                .isEqualTo(month.toString());
        assertThat(tokens).as("one token serves all calls").hasValue(1);

        // The token is taken back before its time, and the period's sum of a cost centre grows.
        valid = "none";
        first = "130.25";
        again(id);
        soon(() -> assertThat(sums()).isEqualTo(Map.of("USD 610000", new BigDecimal("-16.75"))));
        assertThat(costs()).as("the former line taken back, the new one booked").hasSize(101);
        assertThat(tokens).hasValue(2);

        change(id, Map.of("config", Map.of("clientSecret", "guess")));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("ok", equalTo(false))
                .body("detail", containsString("No token: HTTP 401"));
        for (String closed :
                List.of(
                        "http://169.254.169.254/token",
                        "http://10.0.0.1/",
                        "http://[::ffff:10.0.0.1]/")) {
            change(id, Map.of("config", Map.of("tokenUrl", closed)));
            admin().post("/api/v1/connections/" + id + "/test")
                    .then()
                    .body("detail", containsString("No token: The URL may not be called"));
        }
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
