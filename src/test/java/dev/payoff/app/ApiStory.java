package dev.payoff.app;

import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.stream.Bench;
import java.time.Duration;
import java.time.Instant;

/** The cases of the manual, as they are asked of the API: money, benefits and rules. */
final class ApiStory {

    private static final String MONEY = "projects/manual-money/";
    private static final String LEAVE = "projects/leave-dc/";
    private static final Duration A_BUSY_MACHINE = Duration.ofMinutes(2);
    private static final String LATER = "asOf=2026-02-04T10:00:00Z";

    private final Bench bench;
    private final ApiTape tape;

    ApiStory(Bench bench, ApiTape tape) {
        this.bench = bench;
        this.tape = tape;
    }

    private void aside(String path, String body) {
        bench.post(path, body).statusCode(201);
    }

    /** As the manual's chapter on money: 730 hours at 44,000 instead of 50,000 a month. */
    void money() {
        tape.start("money");
        aside(
                "projects",
                "{'key':'manual-money','name':'Out of the data centre','type':'INFRASTRUCTURE',"
                        + "'currency':'EUR','goLive':'2026-01-05T00:00:00Z','discountRate':0.08}");
        aside(
                MONEY + "metrics",
                "{'key':'infra-cost','name':'Lower infrastructure"
                        + " cost','category':'COST_REDUCTION','type':'CURRENCY','unit':'EUR per"
                        + " month','kind':'LEVEL','baseline':50000,'target':35000,'confidence':0.8,"
                        + "'valuation':{'amount':1,'per':'MONTH'},'benefitEnd':'2029-01-01T00:00:00Z'}");
        cost("120000,'incurredOn':'2025-11-03','category':'migration','stage':'PLANNED'");
        cost("60000,'incurredOn':'2026-01-02','category':'migration','stage':'PLANNED'");
        cost("40000,'incurredOn':'2026-06-30','category':'dismantling','stage':'PLANNED'");
        cost("120000,'incurredOn':'2025-11-03','category':'migration','nature':'CAPEX'");
        cost("95000,'incurredOn':'2026-01-02','category':'migration','nature':'CAPEX'");
        String line =
                tape.post(
                                MONEY + "costs",
                                "{'amount':60000,'low':50000,'high':90000,'incurredOn':'2026-06-30',"
                                        + "'category':'dismantling','stage':'FORECAST','nature':'OPEX'}")
                        .path("id")
                        .textValue();
        tape.get(MONEY + "costs?limit=1");
        tape.get(MONEY + "costs/" + line);
        readings("manual-money/infra-cost", 730, Duration.ofHours(1), "2026-01-05T00:30:00Z");
        figures();
        terms();
    }

    private void cost(String body) {
        aside(MONEY + "costs", "{'amount':" + body + "}");
    }

    private void readings(String metric, int count, Duration apart, String first) {
        for (int i = 0; i < count; i++) {
            int value = count > 80 ? 44_000 : (i < 60 ? 50_000 : 44_000) + i * 7_919 % 1_001 - 500;
            Instant at = Instant.parse(first).plus(apart.multipliedBy(i));
            bench.send(Topics.BUSINESS, metric, Integer.toString(value), at, "");
        }
        bench.confirmed();
        await().atMost(A_BUSY_MACHINE)
                .untilAsserted(() ->
                        assertThat(
                                        Bench.number(
                                                """
                                                SELECT coalesce(max(s.count), 0) FROM metric_state s
                                                  JOIN metric m ON m.id = s.metric_id
                                                 WHERE m.tenant_id = ? AND m.full_key = ?
                                                """,
                                                bench.tenant,
                                                metric))
                                .isEqualTo(count));
    }

    private void figures() {
        String id = bench.get(MONEY + "metrics").getString("items[0].id");
        String three = "asOf=2026-01-05T03:00:00Z";
        tape.get(MONEY + "value?" + LATER);
        tape.get(MONEY + "value/explain?" + three);
        tape.get(MONEY + "value/series?from=2026-01-05T00:00:00Z&to=2026-02-04T10:00:00Z&points=3");
        tape.post(
                MONEY + "value/what-if?" + LATER,
                "{'discountRate':0.05,'metrics':{'infra-cost':{'share':0.5}}}");
        tape.get("metrics/" + id + "/windows?size=hour&from=2026-01-05T00:00:00Z&limit=1");
        tape.get("metrics/" + id + "/measurements?from=2026-01-05T00:00:00Z&limit=1");
        tape.get("portfolio?" + LATER);
        tape.get(MONEY + "money?" + LATER);
        tape.get(MONEY + "money/explain?figure=benefit&basis=TO_DATE&" + three);
        tape.get(MONEY + "money/simulation?" + LATER + "&runs=10000&seed=7");
        tape.post(
                MONEY + "money/simulation?" + LATER + "&runs=10000&seed=7",
                "{'ranges':{'manual-money/infra-cost':{'low':0.3,'likely':0.4,'high':0.9}}}");
        tape.get(MONEY + "money/sensitivity?" + LATER);
        tape.get(MONEY + "money/earned-value?" + LATER);
        tape.get(MONEY + "money/estimates?probabilities=1,0.9&" + LATER);
        tape.get(MONEY + "money/proofs/earned-value?figure=actual&" + LATER);
        tape.get(MONEY + "money/proofs/costs?stage=ACTUAL&" + LATER);
        tape.get(MONEY + "money/proofs/fiscal-years?in=2026-01-01&" + three);
        String short_ = "basis=TO_DATE&" + three;
        tape.get(MONEY + "money/proofs/sensitivity?" + short_);
        tape.get(MONEY + "money/proofs/simulation?runs=1000&seed=7&" + short_);
        tape.post(
                MONEY + "money/proofs/simulation?runs=1000&seed=7&" + short_,
                "{'ranges':{'manual-money/infra-cost':{'low':0.3,'likely':0.4,'high':0.9}}}");
    }

    private void terms() {
        tape.put(
                "labour-rates/engineer",
                "{'currency':'EUR','rates':[{'from':'2026-01-01','perHour':85}]}");
        tape.get("labour-rates");
        tape.put(
                "discount-schedules/board",
                "{'name':'Board, 2026','source':'Minutes of"
                        + " 2026-01-15','steps':[{'rate':0.08,'throughYear':5},{'rate':0.06,'throughYear':10}]}");
        tape.get("discount-schedules?limit=1");
        tape.get("discount-schedules/board");
        tape.put(
                "price-indices/cpi",
                "{'name':'Consumer prices','source':'Statistical office, table"
                        + " 7','points':[{'on':'2025-01-01','index':100},{'on':'2026-01-01','index':102.5}]}");
        tape.get("price-indices");
        tape.put("fiscal-calendar", "{'firstMonth':4,'label':'FY{yyyy}','namedByEnd':true}");
        tape.get("fiscal-calendar");
        tape.put("rates", "{'base':'USD','quote':'EUR','rate':0.92,'validFrom':'2026-01-01'}");
        tape.get("rates");
        tape.put(MONEY + "priority", "{'durationWeeks':4}");
        tape.get(MONEY + "priority");
        tape.get("portfolio/delay");
        tape.get("portfolio/delay/explain?project=manual-money&figure=cd3");
    }

    /** As the manual's chapter on benefits: 60 days around 50,000, then 20 around 44,000. */
    void benefits() {
        tape.start("benefits");
        aside(
                "projects",
                "{'key':'leave-dc','name':'Leave the old data centre','type':'INFRASTRUCTURE',"
                        + "'currency':'EUR','goLive':'2026-03-02'}");
        String metric =
                bench.post(
                                LEAVE + "metrics",
                                "{'key':'dc-cost','name':'Lower cost of the data"
                                        + " centre','category':'COST_REDUCTION','type':'CURRENCY','kind':'LEVEL',"
                                        + "'baseline':50000,'target':40000,'confidence':0.8,'frequency':'PT24H',"
                                        + "'staleness':'PT48H','series':'dc/bill','valuation':{'amount':1,'per':'MONTH'}}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        readings("leave-dc/dc-cost", 80, Duration.ofDays(1), "2026-01-01T12:00:00Z");
        String path = "metrics/" + metric + "/";
        profile(path);
        course(path);
        claims(path);
        tape.get("series-split?series=dc/bill");
        tape.post(LEAVE + "closure", "{'closedOn':'2026-06-30'}");
        tape.get(LEAVE + "closure");
    }

    private void profile(String path) {
        String owner =
                tape.post(
                                LEAVE + "stakeholders",
                                "{'role':'Head of operations','influence':3,'attitude':1,"
                                        + "'categories':['COST_REDUCTION']}")
                        .path("id")
                        .textValue();
        String one = LEAVE + "stakeholders/" + owner;
        tape.get(LEAVE + "stakeholders");
        tape.get(one);
        tape.patch(one, "{'name':'M. Okafor'}");
        tape.put("benefit-settings", "{'gate':false}");
        tape.get("benefit-settings");
        tape.get(LEAVE + "benefits/risks");
        tape.put(
                path + "benefit",
                "{'title':'Lower cost of the old data"
                        + " centre','benefitClass':'CASHABLE','owner':'"
                        + owner
                        + "','description':'The bill falls as racks are switched off.','measure':'Monthly"
                        + " bill of the data centre','calculation':'(50,000 - bill) EUR a"
                        + " month','evidence':'Ledger account 4711','attribution':'No other project touches"
                        + " the racks.','measuredYears':3,'priority':1,'reviewOn':['2027-03-31'],'assumptions':[{'text':'The rent stays as it"
                        + " is','validUntil':'2099-12-31'}]}");
        tape.get(path + "benefit");
        tape.post(path + "benefit/agreement", "{'note':'Seen against the ledger.'}");
        tape.post(path + "benefit/state", "{'state':'IN_DELIVERY'}");
        tape.post(
                path + "benefit/reviews",
                "{'label':'GO_LIVE_6M','outcome':'CONFIRMED','note':'Bills of six months seen.'}");
        tape.get(LEAVE + "benefits");
        tape.get(one + "/report");
        tape.get(one + "/report/explain");
    }

    private void course(String path) {
        tape.get(path + "counterfactual?asOf=2026-03-22T12:00:00Z&placebos=1");
        tape.get(
                LEAVE
                        + "value/forecast?asOf=2026-03-22T12:00:00Z&until=2026-04-30T00:00:00Z&points=3");
        tape.get(
                LEAVE + "value/forecast/explain?asOf=2026-03-16T12:00:00Z&at=2026-03-31T00:00:00Z");
        tape.get(LEAVE + "value/forecast/score?asOf=2026-03-23T12:00:00Z");
        String rack =
                tape.post(
                                LEAVE + "deliverables",
                                "{'name':'Last rack off','dueOn':'2099-06-30','metricKeys':['dc-cost']}")
                        .path("id")
                        .textValue();
        tape.get(LEAVE + "deliverables");
        tape.get(LEAVE + "deliverables/" + rack);
        tape.patch(LEAVE + "deliverables/" + rack, "{'dueOn':'2099-07-31'}");
        tape.put(
                LEAVE + "benefit-map",
                "{'nodes':[{'id':'racks','kind':'DELIVERABLE','title':'Last rack off','deliverable':'"
                        + rack
                        + "'},{'id':'ops','kind':'CHANGE','title':'Operations runs in the cloud only'},"
                        + "{'id':'cost','kind':'BENEFIT','title':'Lower cost','metric':'dc-cost'},"
                        + "{'id':'margin','kind':'OBJECTIVE','title':'Margin of 12 %'}],"
                        + "'edges':[{'from':'racks','to':'ops'},{'from':'ops','to':'cost'},"
                        + "{'from':'cost','to':'margin'}]}");
        tape.get(LEAVE + "benefit-map");
        tape.get(LEAVE + "benefit-map/slippage");
        tape.put(path + "target-profile", "{'shape':'LINEAR','rampMonths':2}");
        tape.post(path + "baseline-from-forecast?asOf=2026-03-22T12:00:00Z");
    }

    /** Ten claims, of which six come true; their due time is moved into the past. */
    private void claims(String path) {
        for (int i = 0; i < 10; i++) {
            String claim =
                    "{'dueAt':'2099-06-30T00:00:00Z','comparator':'AT_MOST','threshold':%d,'confidence':0.8}"
                            .formatted(i < 6 ? 45_000 : 40_000);
            if (i == 0) {
                tape.post(path + "claims", claim);
            } else {
                bench.post(path + "claims", claim).statusCode(200);
            }
        }
        update(
                "UPDATE benefit_claim SET due_at = '2026-03-21T12:30:00Z' WHERE tenant_id = ?",
                bench.tenant);
        tape.get("calibration");
        tape.get(path + "claims?limit=1");
        tape.post(path + "claims/calibrated-confidence");
    }

    /** A rule from its trial to what people do with its alert. */
    void rules() {
        tape.start("rules");
        aside(
                "projects",
                "{'key':'cloud','name':'Cloud','type':'INFRASTRUCTURE','currency':'EUR','goLive':'2026-01-05'}");
        aside(
                "projects/cloud/metrics",
                "{'key':'infra-cost','name':'Lower infrastructure"
                        + " cost','category':'COST_REDUCTION','type':'CURRENCY','kind':'LEVEL',"
                        + "'baseline':50000,'target':35000,'valuation':{'amount':1,'per':'MONTH'}}");
        tape.post(
                "rules/preview?days=30",
                "{'metric':'manual-money/infra-cost','figure':'MEAN','window':'HOUR','comparator':'>',"
                        + "'threshold':42000}");
        aside(
                "rules",
                "{'name':'Nobody measures it','metric':'cloud/infra-cost','figure':'UNMEASURED','severity':'CRITICAL'}");
        String rule =
                tape.post(
                                "rules",
                                "{'name':'Quarter ends short','metric':'cloud/infra-cost','figure':'FORECAST',"
                                        + "'comparator':'<','threshold':0.9,'clear':0.95,'for':'PT24H','severity':'WARNING'}")
                        .path("id")
                        .textValue();
        tape.get("rules/" + rule);
        tape.patch("rules/" + rule, "{'threshold':0.85}");
        aside(
                "rules",
                "{'name':'Value burns','metric':'cloud/infra-cost','figure':'BURN_RATE','longWindow':'PT24H',"
                        + "'shortWindow':'PT2H','allowance':0.1,'comparator':'>=','threshold':6,'severity':'CRITICAL'}");
        tape.get("rules");
        await().atMost(A_BUSY_MACHINE)
                .untilAsserted(() ->
                        assertThat(bench.get("alerts?state=FIRING").getList("items")).isNotEmpty());
        JsonNode firing = tape.get("alerts?state=FIRING&project=cloud");
        String alert = "alerts/" + firing.at("/items/0/id").textValue();
        tape.get(alert);
        tape.post(alert + "/ack");
        tape.post(alert + "/unack");
        tape.post(alert + "/note", "{'note':'Vendor is on it'}");
        tape.post(alert + "/snooze", "{'for':'PT4H'}");
        tape.get(alert + "/notifications");
    }
}
