package dev.payoff.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.stream.Bench;

/** The portfolio's case of the manual, and the registry behind all cases. */
final class ApiPortfolioStory {

    private static final String CLOUD = "projects/choice-cloud/";

    private final Bench bench;
    private final ApiTape tape;

    ApiPortfolioStory(Bench bench, ApiTape tape) {
        this.bench = bench;
        this.tape = tape;
    }

    /** A move to the cloud, two ideas beside it, and 110,000 EUR. */
    void portfolio() {
        tape.start("portfolio");
        bench.post(
                        "projects",
                        "{'key':'choice-cloud','name':'Move to the"
                                + " cloud','type':'INFRASTRUCTURE','currency':'EUR',"
                                + "'goLive':'2026-01-05T00:00:00Z','programme':'Cloud first',"
                                + "'objective':'Lower run cost'}")
                .statusCode(201);
        bench.post(
                        CLOUD + "metrics",
                        "{'key':'infra-cost','name':'Lower infrastructure"
                                + " cost','category':'COST_REDUCTION','type':'CURRENCY','unit':'EUR per"
                                + " month','kind':'LEVEL','baseline':50000,'target':35000,"
                                + "'valuation':{'amount':1,'per':'MONTH'}}")
                .statusCode(201);
        bench.post(
                        CLOUD + "costs",
                        "{'amount':60000,'incurredOn':'2099-03-01','category':'phase 2','planned':true}")
                .statusCode(201);
        scenarios();
        views();
        reports();
        tape.get("benchmarks/own?figure=roiSimple&by=type");
        tape.get("benchmarks/reference");
        tape.put("benchmarks/peers");
        tape.get("benchmarks/peers");
        tape.get("dora?from=2026-01-01T00:00:00Z&to=2026-04-01T00:00:00Z");
    }

    private void scenarios() {
        JsonNode made =
                tape.post(
                        "scenarios",
                        "{'name':'Next year','currency':'EUR','horizonYears':3,'budgets':[{'name':'money',"
                                + "'limit':110000,'unit':20000,'from':'2099-01-01','to':'2099-12-31'}],"
                                + "'candidates':[{'project':'choice-cloud','current':true},"
                                + "{'project':'choice-crm','value':140000,'uses':{'money':70000}},"
                                + "{'project':'choice-data','value':90000,'uses':{'money':40000},'current':true}]}");
        String other =
                bench.post(
                                "scenarios",
                                "{'name':'Next year, less money','currency':'EUR','horizonYears':3,"
                                        + "'budgets':[{'name':'money','limit':90000,'unit':20000,"
                                        + "'from':'2099-01-01','to':'2099-12-31'}],"
                                        + "'candidates':[{'project':'choice-cloud','current':true},"
                                        + "{'project':'choice-crm','value':140000,'uses':{'money':70000}},"
                                        + "{'project':'choice-data','value':90000,'uses':{'money':40000},"
                                        + "'current':true}]}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        String path = "scenarios/" + made.path("id").textValue();
        tape.get("scenarios?limit=1");
        tape.get(path);
        tape.get(path + "/compare?with=" + other);
        tape.get(path + "/explain?figure=regret");
        tape.post(path + "/solve");
        tape.post(path + "/approve");
    }

    private void views() {
        bench.post(
                        "projects",
                        "{'key':'new-network','name':'New"
                                + " network','type':'INFRASTRUCTURE','currency':'EUR','goLive':'2026-02-01'}")
                .statusCode(201);
        tape.post(
                CLOUD + "dependencies",
                "{'dependsOn':'new-network','note':'Waves start when the links are up.'}");
        tape.get(CLOUD + "dependencies");
        tape.get("portfolio/compare?figures=cost,realised,budget");
        tape.get("portfolio/rollup?by=programme&basis=PLAN&figures=npv,bcr,cpi");
        tape.get("portfolio/rollup/explain?by=programme&group=Cloud first&basis=PLAN&figure=cpi");
        tape.get("portfolio/waterfall?by=project");
        tape.get("portfolio/dependencies?slipping=new-network&days=30");
    }

    /** Two reports of one project: it grew by 30 % and slipped by 184 days. */
    private void reports() {
        String by =
                "&source=Annual report&mapping={\"key\":\"id\",\"name\":\"title\",\"budget\":\"total\",\"completesOn\":\"end\"}"
                        + "&set={\"type\":\"SOFTWARE\",\"currency\":\"EUR\"}";
        tape.csv(
                "imports/projects?asOf=2025-01-31" + by,
                "id,title,total,end\nR 1,Register,1000000,2026-06-30\n");
        ApiTape.queried(bench.admin(), "imports/projects?asOf=2026-01-31" + by)
                .contentType("text/csv")
                .body("id,title,total,end\nR 1,Register,1300000,2026-12-31\n")
                .post("/api/v1/imports/projects")
                .then()
                .statusCode(200);
        tape.get("portfolio/growth?from=2025-01-31&to=2026-01-31");
    }

    /** Projects, metrics and templates: made, looked at, changed, put away. */
    void registry() {
        tape.start("registry");
        templates();
        tape.post(
                "projects",
                "{'key':'reports','name':'Fresher reports','type':'DATA_PLATFORM','currency':'EUR',"
                        + "'goLive':'2026-02-01','template':'data-platform'}");
        tape.get("projects?limit=1");
        tape.get("projects/reports");
        tape.patch("projects/reports", "{'owner':'Head of Operations'}");
        String metric =
                tape.post(
                                "projects/reports/metrics",
                                "{'key':'deflected','name':'More tickets"
                                        + " deflected','category':'EFFICIENCY','type':'COUNT','unit':'tickets',"
                                        + "'kind':'FLOW','baseline':100,'target':400,"
                                        + "'valuation':{'amount':12,'per':'UNIT'}}")
                        .path("id")
                        .textValue();
        tape.get("projects/reports/metrics?limit=1");
        tape.get("metrics?limit=1");
        tape.get("metrics/" + metric);
        tape.patch("metrics/" + metric, "{'target':450,'series':'desk/tickets'}");
        tape.put(
                "series-shares",
                "{'series':'desk/tickets','shares':[{'metric':'reports/deflected','share':0.6,'version':2}]}");
        tape.delete("metrics/" + metric);
        String cost =
                bench.post(
                                "projects/reports/costs",
                                "{'amount':4000,'incurredOn':'2026-02-01','category':'LABOUR'}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        tape.delete("projects/reports/costs/" + cost);
        annotations();
        tape.delete("projects/reports");
    }

    private void annotations() {
        String at = "projects/reports/annotations";
        String release =
                "{'title':'Released 2.0','link':'https://wiki.example/releases/2.0','tags':['release'],"
                        + "'from':'2026-03-02T09:00:00Z'}";
        String made = tape.post(at, release).path("id").textValue();
        tape.get(at + "?from=2026-03-01&to=2026-04-01");
        tape.get(at + "/" + made);
        tape.put(at + "/" + made, release.replace("Released 2.0", "Released 2.0 for all"));
        bench.admin().delete("/api/v1/" + at + "/" + made).then().statusCode(204);
    }

    private void templates() {
        String template =
                "{'key':'data-platform','name':'Data"
                        + " platform','type':'DATA_PLATFORM','metrics':[{'key':'fresher-reports','name':'Fresher"
                        + " reports','category':'QUALITY','type':'DURATION','unit':'h','kind':'LEVEL',"
                        + "'frequency':'PT24H','suggestion':{'of':'TARGET','low':1,'high':4,"
                        + "'editorial':true,'note':'Within the working day.'}}],"
                        + "'stakeholders':[{'role':'Data owner','influence':3,'categories':['QUALITY']}],"
                        + "'deliverables':[{'name':'First source loaded','metricKeys':['fresher-reports']}]}";
        tape.post("templates", template);
        tape.put("templates/data-platform", template.replace("Within the", "In the"));
        tape.get("templates");
        tape.get("templates/data-platform");
        JsonNode file = tape.get("template-catalogue?key=data-platform");
        tape.post("template-catalogue", file.toString());
        tape.post(
                "template-signers",
                "{'fingerprint':'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',"
                        + "'name':'Group PMO'}");
        tape.get("template-signers?limit=1");
    }
}
