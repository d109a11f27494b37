package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.Peers.Cell;
import dev.payoff.analytics.Peers.Entry;
import dev.payoff.analytics.Peers.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tenants compare, and none is seen. */
class PeersTest {

    private static final Range RANGE = new Range(BigDecimal.ZERO, new BigDecimal(100));

    private static List<Entry> tenants(String of, int first, int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(new UUID(0, first + i), of, new BigDecimal(i)));
        }
        return entries;
    }

    @Test
    void nineteenAreFoldedIntoOther_andOtherIsToldFromTwentyOn() {
        List<Entry> entries = tenants("SOFTWARE", 0, 20);
        entries.addAll(tenants("INFRASTRUCTURE", 100, 19));
        assertThat(Peers.cells(entries, RANGE, 1, 1))
                .extracting(Cell::of)
                .containsExactly("SOFTWARE");
        entries.addAll(tenants("RADIO", 200, 1));
        assertThat(Peers.cells(entries, RANGE, 1, 1))
                .extracting(Cell::of)
                .containsExactly("SOFTWARE", "Other");
    }

    @Test
    void oneTenantCountsOnce() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            entries.add(new Entry(new UUID(0, i % 19), "SOFTWARE", BigDecimal.TEN));
        }
        assertThat(Peers.cells(entries, RANGE, 1, 1)).isEmpty();
    }

    @Test
    void theDrawsOfASeedAreTheSameAndInOrder() {
        List<Entry> entries = tenants("SOFTWARE", 0, 50);
        assertThat(Peers.cells(entries, RANGE, 0.5, 7))
                .isEqualTo(Peers.cells(entries, RANGE, 0.5, 7));
        for (long seed = 1; seed <= 50; seed++) {
            Cell cell = Peers.cells(entries, RANGE, 0.1, seed).getFirst();
            assertThat(cell.p25()).isLessThanOrEqualTo(cell.p50());
            assertThat(cell.p50()).isLessThanOrEqualTo(cell.p75());
            assertThat(cell.p75()).isBetween(BigDecimal.ZERO, new BigDecimal(100));
        }
    }

    @Test
    void manyTenantsAreToldNearly() {
        double[] thousand = new SplittableRandom(3).doubles(1_000, 0, 100).sorted().toArray();
        double[] medians = new double[200];
        for (int seed = 0; seed < medians.length; seed++) {
            medians[seed] = Peers.drawn(thousand, 0.5, RANGE, 1, new SplittableRandom(seed));
        }
        Arrays.sort(medians);
        assertThat(medians[10]).isBetween(thousand[480], thousand[500]);
        assertThat(medians[190]).isBetween(thousand[500], thousand[520]);
    }

    /** What one tenant can change of any answer's chance, counted: at most by e^ε. */
    @Test
    void oneTenantMoreChangesNoAnswersChanceMuch() {
        double epsilon = 1;
        double[] with = {10, 20, 30, 40, 50, 60, 70, 80, 90, 95};
        double[] without = Arrays.copyOf(with, 9);
        int[][] counts = new int[2][10];
        SplittableRandom random = new SplittableRandom(11);
        for (int draw = 0; draw < 200_000; draw++) {
            counts[0][bin(Peers.drawn(with, 0.5, RANGE, epsilon, random))]++;
            counts[1][bin(Peers.drawn(without, 0.5, RANGE, epsilon, random))]++;
        }
        for (int i = 0; i < 10; i++) {
            double ratio = (counts[0][i] + 1.0) / (counts[1][i] + 1.0);
            assertThat(ratio).as("bin %d", i).isBetween(Math.exp(-1.1), Math.exp(1.1));
        }
    }

    private static int bin(double figure) {
        return Math.min(9, (int) (figure / 10));
    }

    @Test
    void allTheSameIsTheSame() {
        double[] same = new double[30];
        Range point = new Range(BigDecimal.ZERO, BigDecimal.ZERO);
        assertThat(Peers.drawn(same, 0.5, point, 1, new SplittableRandom(1))).isZero();
    }

    /** Three quantiles of each figure: what decision 48 allows, and no more. */
    @Test
    void aMonthCostsATenantNoMoreThanItsBudget() {
        BigDecimal all = BigDecimal.ZERO;
        for (PeerFigures.Figure figure : PeerFigures.Figure.values()) {
            all = all.add(figure.epsilon().multiply(new BigDecimal(3)));
            assertThat(figure.range().low()).isLessThan(figure.range().high());
        }
        assertThat(all).isEqualByComparingTo("3.75");
    }
}
