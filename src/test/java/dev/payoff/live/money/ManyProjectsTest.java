package dev.payoff.live.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.live.money.ManyProjects.Chunks;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.ProjectRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How many projects' facts are in memory at once, and how many one answer looks through. */
class ManyProjectsTest {

    private final List<ProjectRef> projects = new ArrayList<>();
    private final Map<UUID, Long> facts = new HashMap<>();

    private void project(long measured) {
        UUID id = new UUID(0, projects.size());
        projects.add(
                new ProjectRef(
                        id,
                        "p" + projects.size(),
                        "P",
                        "SOFTWARE",
                        "EUR",
                        null,
                        BigDecimal.ZERO,
                        0,
                        0,
                        false));
        facts.put(id, measured);
    }

    @Test
    void smallProjectsAreReadFiftyAtOnce() {
        for (int i = 0; i < 120; i++) {
            project(3);
        }
        Chunks chunks = Chunks.of(projects, facts);
        assertThat(chunks.chunks()).extracting(List::size).containsExactly(50, 50, 20);
        assertThat(chunks.beyond()).isEmpty();
    }

    @Test
    void aChunkHoldsNoMoreThanItsFactsUnlessOneProjectHasThem() {
        project(12_000);
        project(10_000);
        project(9_000);
        project(ManyProjects.CHUNK_FACTS + 1);
        project(1);
        assertThat(Chunks.of(projects, facts).chunks())
                .extracting(List::size)
                .containsExactly(1, 2, 1, 1);
    }

    @Test
    void whatGoesBeyondTheAnswersBoundIsLeftOutAndTheRestIsNot() {
        project(Appraisals.MOST_FACTS - 10);
        project(11);
        project(10);
        Chunks chunks = Chunks.of(projects, facts);
        assertThat(chunks.beyond()).extracting(ProjectRef::key).containsExactly("p1");
        assertThat(chunks.chunks().stream().flatMap(List::stream).map(ProjectRef::key))
                .containsExactly("p0", "p2");
    }
}
