package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Teams and repositories are measured. Of who wrote or deployed something nothing is kept. */
class NobodyIsRankedTest {

    /** What is kept of a fact; whoever adds to it says here that it is no person. */
    private static final Set<String> KEPT =
            Set.of(
                    "repo",
                    "id",
                    "name",
                    "defaultBranch",
                    "branch",
                    "pushed",
                    "commits",
                    "sha",
                    "committed",
                    "number",
                    "headBranch",
                    "mergeSha",
                    "created",
                    "merged",
                    "environment",
                    "ref",
                    "state",
                    "at",
                    "opened",
                    "closed",
                    "incident",
                    "updated");

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE dora_\\w+ \\((.*?)\\n\\);", Pattern.DOTALL);
    private static final Pattern PERSON =
            Pattern.compile("(?i)author|committer|login|user|person|e_?mail|actor|assignee");

    @Test
    void aFactHasNoPersonInIt() {
        Set<String> told = new TreeSet<>();
        Stream.concat(
                        Arrays.stream(Fact.class.getPermittedSubclasses()),
                        Stream.of(Fact.Repo.class, Fact.Commit.class))
                .flatMap(kind -> Arrays.stream(kind.getRecordComponents()))
                .map(RecordComponent::getName)
                .forEach(told::add);
        assertThat(told).isSubsetOf(KEPT);
    }

    @Test
    void norHasATableOfFacts() throws IOException {
        String tables =
                Files.readString(Path.of("src/main/resources/db/migration/V5__connector.sql"));
        Matcher table = TABLE.matcher(tables);
        int found = 0;
        while (table.find()) {
            found++;
            assertThat(table.group(1)).doesNotContainPattern(PERSON);
        }
        assertThat(found).isEqualTo(5);
    }

    @Test
    void measuresAreAskedForByTeamRepositoryOrEnvironment_andByNothingElse() {
        assertThat(Arrays.stream(Dora.Measure.values()).map(Dora.Measure::series))
                .noneMatch(name -> PERSON.matcher(name).find());
        assertThat(Arrays.stream(DoraResource.By.values()).map(Enum::name))
                .containsExactlyInAnyOrder("ALL", "TEAM", "REPOSITORY", "ENVIRONMENT");
    }
}
