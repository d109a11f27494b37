package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.portfolio.ProjectMark.Until;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What several payloads come to that tell of one alert's end. */
class ProjectMarkTest {

    private static final Instant T = Instant.parse("2026-03-02T10:00:00Z");

    private static Instant minute(int minute) {
        return T.plusSeconds(60L * minute);
    }

    private static Until firing(int told) {
        return Until.lasting(minute(told));
    }

    private static Until resolved(int end, int told) {
        return Until.ended(minute(end), minute(told));
    }

    private static Until all(Until... told) {
        return List.of(told).stream().reduce(Until::and).orElseThrow();
    }

    @Test
    void whatIsToldToLastHasNoEnd_andWhatEndedLastsNoMore() {
        assertThat(all(firing(0)).to()).isNull();
        assertThat(all(firing(0), resolved(9, 10)).to()).isEqualTo(minute(9));
        assertThat(all(resolved(9, 10), firing(0)).to()).isEqualTo(minute(9));
    }

    @Test
    void whoDoesNotKnowOfTheEndYetOpensNothing_whoTellsLongAfterItDoes() {
        assertThat(all(firing(0), resolved(9, 10), firing(15)).to()).isEqualTo(minute(9));
        assertThat(all(firing(0), resolved(9, 10), firing(16)).to()).isNull();
    }

    @Test
    void theFirstEndToldOnceMoreDoesNotCloseWhatFiresAgain_aLaterEndDoes() {
        Until again = all(firing(0), resolved(9, 10), firing(60));
        assertThat(again.and(resolved(9, 61)).to()).isNull();
        assertThat(again.and(resolved(70, 71)).to()).isEqualTo(minute(70));
        assertThat(again.and(resolved(70, 71)).and(firing(120)).to()).isNull();
    }

    @Test
    void noOrderAndNoRepetitionMatters() {
        long seed = new Random().nextLong();
        System.out.println("ProjectMarkTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<Until> told = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int at = random.nextInt(40);
                told.add(
                        random.nextBoolean()
                                ? firing(at)
                                : resolved(Math.max(0, at - random.nextInt(5)), at));
            }
            Until expected = all(told.toArray(Until[]::new));
            told.addAll(told.subList(0, random.nextInt(told.size())));
            Collections.shuffle(told, random);
            assertThat(all(told.toArray(Until[]::new))).as(told.toString()).isEqualTo(expected);
        }
    }
}
