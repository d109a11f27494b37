package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A template goes from one tenant to another as a signed file, and keeps its versions. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CatalogueApiTest {

    private static final String TEMPLATE =
            "{'key':'data','name':'Data"
                    + " platform','type':'DATA_PLATFORM','metrics':[{'key':'fresh','name':'Fresher',"
                    + "'category':'QUALITY','type':'DURATION','unit':'h','kind':'LEVEL'}]}";

    private final Desk maker = new Desk();
    private final Desk taker = new Desk();

    private String exported() {
        return maker.get("template-catalogue?key=data")
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .extract()
                .asString();
    }

    @Test
    void anUnknownSignerIsShownAndOneThatIsTrustedIsTaken() {
        maker.post("templates", TEMPLATE).statusCode(201);
        String file = exported();
        taker.post("template-catalogue", file)
                .statusCode(409)
                .body("code", equalTo("UNKNOWN_SIGNER"));
        String print = maker.get("template-signers").extract().path("items[0].fingerprint");
        taker.post("template-signers", "{'fingerprint':'%s','name':'Maker'}".formatted(print))
                .statusCode(200);
        taker.post("template-catalogue", file)
                .statusCode(200)
                .body("trusted", equalTo(true))
                .body("fingerprint", equalTo(print))
                .body("templates", hasSize(1))
                .body("templates[0].what", equalTo("CREATED"));
        taker.post("template-catalogue", file).body("templates[0].what", equalTo("UNCHANGED"));
        taker.post("projects", "{'key':'p','name':'P','type':'DATA_PLATFORM','template':'data'}")
                .statusCode(201);
        taker.get("projects/p/metrics").body("items", hasSize(1));
        taker.delete("template-signers?fingerprint=" + print).statusCode(204);
        taker.post("template-catalogue", file).statusCode(409);
        taker.post("template-catalogue?acceptUnknown=true", file).statusCode(200);
        maker.post("template-catalogue", file).body("trusted", equalTo(true));
        assertThat(taker.auditRows()).isEqualTo(4);
    }

    @Test
    void aFileThatWasTamperedWithIsRefused() {
        maker.post("templates", TEMPLATE).statusCode(201);
        String file = exported();
        char[] bent = file.toCharArray();
        int at = file.indexOf("\"payload\":\"") + 40;
        bent[at] = bent[at] == 'A' ? 'B' : 'A';
        taker.post("template-catalogue?acceptUnknown=true", new String(bent))
                .statusCode(400)
                .body("violations[0].field", equalTo("signature"));
        taker.get("templates/data").statusCode(404);
        maker.get("template-catalogue?key=nothing").statusCode(404);
    }

    @Test
    void everyVersionIsKept() {
        maker.post("templates", TEMPLATE).statusCode(201);
        maker.admin()
                .body(Desk.json(TEMPLATE.replace("Data platform", "Data platform, better")))
                .put("/api/v1/templates/data")
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
        maker.get("templates/data?version=1")
                .statusCode(200)
                .body("name", equalTo("Data platform"));
        maker.get("templates/data?version=2").body("name", equalTo("Data platform, better"));
        maker.get("templates/data?version=3").statusCode(404);
    }
}
