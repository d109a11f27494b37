package dev.payoff.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the time of a run is dealt out. */
class AgendaTest {

    private static final Agenda.Done NOTHING = new Agenda.Done(0, 0, 0, 0);

    private static Fault fault(String id) {
        return new Fault(id, id, "holds", lab -> new Fault.Landed(1, ""));
    }

    private static final List<Fault> FAULTS =
            List.of(fault("F1"), fault("F2"), fault("F27"), fault("FJ"), fault("F9"), fault("F10"));

    @Test
    void withoutMinutesEachFaultHasItsTurnOnce_inTheirOrder() {
        Agenda agenda = new Agenda(FAULTS, null);
        for (Fault fault : FAULTS) {
            assertThat(agenda.isThrough()).isFalse();
            assertThat(agenda.next(NOTHING)).isSameAs(fault);
        }
        assertThat(agenda.isThrough()).isTrue();
        assertThat(agenda.next(NOTHING).id()).isEqualTo("F1");
    }

    @Test
    void whatIsFurthestFromItsAimIsNext() {
        Agenda agenda = new Agenda(FAULTS, new Agenda.Aims(1_000, 100, 1_000));
        agenda.next(NOTHING);
        assertThat(agenda.next(new Agenda.Done(500, 10, 9, 0)).id()).isEqualTo("F27");
        assertThat(agenda.next(new Agenda.Done(500, 5, 4, 500)).id()).isEqualTo("F2");
        assertThat(agenda.next(new Agenda.Done(500, 4, 5, 500)).id()).isEqualTo("F1");
        assertThat(agenda.next(new Agenda.Done(10, 50, 50, 500)).id()).isEqualTo("FJ");
        assertThat(agenda.next(new Agenda.Done(900, 90, 90, 900)).id()).isEqualTo("F9");
    }

    @Test
    void aRunThatEndsEarlyHasALikeShareOfEachAim() {
        Agenda agenda = new Agenda(FAULTS, new Agenda.Aims(10_000, 100, 100));
        int deaths = 0;
        int halts = 0;
        int cuts = 0;
        long records = 0;
        Set<String> seen = new HashSet<>();
        while (records < 5_000) {
            String id = agenda.next(new Agenda.Done(records, deaths, halts, cuts)).id();
            seen.add(id);
            deaths += id.equals("F1") ? 10 : 0;
            halts += id.equals("F2") ? 10 : 0;
            cuts += id.equals("F27") ? 10 : 0;
            records += id.equals("FJ") ? 1_000 : 10;
        }
        assertThat(deaths + halts).isBetween(40, 70);
        assertThat(cuts).isBetween(40, 70);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(FAULTS.size() / 2);
    }

    @Test
    void whoseTurnNeverCameIsToldByName() {
        Agenda agenda = new Agenda(FAULTS, null);
        agenda.next(NOTHING);
        assertThat(agenda.notReached()).extracting(Fault::id).doesNotContain("F1").hasSize(5);
    }
}
