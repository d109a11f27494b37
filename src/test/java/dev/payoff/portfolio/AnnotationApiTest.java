package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write on a project's line of time. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class AnnotationApiTest {

    private static final String AT = "projects/p/annotations";
    private static final String RELEASE =
            "{'title': 'Released 2.0', 'link': 'https://wiki.example/2.0', 'tags': ['release', 'release'],"
                    + " 'from': '2026-03-02T09:00:00Z', 'eventId': 'release-2.0'}";

    private final Desk desk = new Desk();

    @Test
    void aMomentIsThereOnceForOneEvent() {
        desk.project("p");
        String id =
                desk.post(AT, RELEASE)
                        .statusCode(201)
                        .body("to", equalTo("2026-03-02T09:00:00Z"))
                        .body("tags", contains("release"))
                        .body("source.kind", equalTo("PERSON"))
                        .extract()
                        .path("id");
        desk.post(AT, RELEASE).statusCode(200).body("id", equalTo(id));
        desk.post(AT, RELEASE.replace("2.0',", "3.0',"))
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
        desk.get(AT + "/" + id).statusCode(200).body("title", equalTo("Released 2.0"));
        desk.get(AT).body("items", hasSize(1)).body("nextCursor", nullValue());
        assertThat(desk.auditRows()).as("the project and one annotation").isEqualTo(2);
    }

    @Test
    void aChangeIsNoChangeOfWhatWasKnownBefore_norIsARemoval() {
        desk.project("p");
        String id = desk.post(AT, RELEASE).extract().path("id");
        String first = desk.get(AT + "/" + id).extract().path("recordedAt");
        String later = RELEASE.replace("Released", "Rolled out");
        String second =
                desk.put(AT + "/" + id, later)
                        .statusCode(200)
                        .body("version", equalTo(2))
                        .extract()
                        .path("recordedAt");
        desk.put(AT + "/" + id, later).statusCode(200).body("version", equalTo(2));
        desk.delete(AT + "/" + id).statusCode(204);
        desk.delete(AT + "/" + id).statusCode(404);

        desk.get(AT).body("items", empty());
        desk.get(AT + "?asKnownAt=" + first)
                .body("items.title", contains("Released 2.0"))
                .body("items.id", contains(id));
        desk.get(AT + "?asKnownAt=" + second)
                .body("items.title", contains("Rolled out 2.0"))
                .body("items.id", contains(id));
        desk.get(AT + "?asKnownAt=2026-01-01").body("items", empty());
        assertThat(desk.auditRows()).as("project, added, changed, removed").isEqualTo(4);
    }

    @Test
    void theListHasWhatTouchesAStretch_asOfATime_pageByPage() {
        desk.project("p");
        desk.post(AT, "{'title': 'A week', 'from': '2026-03-01', 'to': '2026-03-08'}");
        desk.post(AT, "{'title': 'A moment', 'from': '2026-03-04'}");
        desk.post(AT, "{'title': 'For good', 'from': '2026-03-05', 'lasts': true}");

        desk.get(AT + "?from=2026-03-06&to=2026-03-07")
                .body("items.title", contains("For good", "A week"));
        desk.get(AT + "?to=2026-03-03").body("items.title", contains("A week"));
        desk.get(AT + "?asOf=2026-03-04T12:00:00Z")
                .body("items.title", contains("A moment", "A week"))
                .body("items[1].to", nullValue());
        String cursor =
                desk.get(AT + "?limit=2")
                        .body("items.title", contains("For good", "A moment"))
                        .extract()
                        .path("nextCursor");
        desk.get(AT + "?limit=2&cursor=" + cursor)
                .body("items.title", contains("A week"))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'from': '2026-03-01'} | title",
                "{'title': 'x', 'from': 'soon'} | from",
                "{'title': 'x', 'from': '2026-03-02', 'to': '2026-03-01'} | to",
                "{'title': 'x', 'from': '2026-03-02', 'to': '2026-03-03', 'lasts': true} | lasts",
                "{'title': 'x', 'from': '2026-03-02', 'link': 'javascript:alert(1)'} | link",
                "{'title': 'x', 'from': '2026-03-02', 'link': 'https://me:secret@x.example'} | link",
            })
    void whatIsWrongIsNamed(String body, String field) {
        desk.project("p");
        desk.post(AT, body).statusCode(400).body("violations.field", contains(field));
    }

    @Test
    void anotherTenantSeesNothing_andAnArchivedProjectTakesNothing() {
        desk.project("p");
        String id = desk.post(AT, RELEASE).extract().path("id");
        Desk other = new Desk();
        other.project("p");
        other.get(AT).body("items", empty());
        other.get(AT + "/" + id).statusCode(404);
        other.delete(AT + "/" + id).statusCode(404);
        desk.delete("projects/p").statusCode(200);
        desk.post(AT, "{'title': 'Late', 'from': '2026-03-04'}").statusCode(409);
        desk.get(AT).body("items", hasSize(1));
    }
}
