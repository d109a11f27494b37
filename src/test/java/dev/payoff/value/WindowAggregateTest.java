package dev.payoff.value;

import static dev.payoff.value.Terms.START;
import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowAggregateTest {

    private static final List<Reading> READINGS =
            List.of(
                    reading(0, "1.50", "0.50", 1, 7),
                    reading(5, "-2E+3", null, 0, 1),
                    reading(5, "1.5", "0.5", 1, 2),
                    reading(5, "0.00", "1", 1, 3),
                    reading(3, "0.1", null, 9, 99),
                    reading(4, "1998.40", "0.0", 0, 0));

    @Test
    void countingUpInPlaceComesToTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RunningAggregate running = new RunningAggregate();
        WindowAggregate sum = null;
        for (int i = 0; i < 500; i++) {
            Reading reading =
                    new Reading(
                            START.plusSeconds(random.nextInt(50)),
                            BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(4)),
                            random.nextBoolean() ? BigDecimal.valueOf(random.nextInt(11), 1) : null,
                            random.nextInt(3),
                            random.nextInt(20));
            running.add(
                    reading.observedAt(),
                    reading.value(),
                    reading.confidence(),
                    reading.partition(),
                    reading.offset());
            sum = sum == null ? WindowAggregate.of(reading) : sum.plus(reading);
            assertThat(running.aggregate()).as("seed %d, reading %d", seed, i).isEqualTo(sum);
        }
    }

    @Test
    void everyOrderGivesTheSameBits() {
        WindowAggregate expected =
                new WindowAggregate(
                        6,
                        dec("1.5"),
                        dec("7993607.07"),
                        dec("-2000"),
                        dec("1998.4"),
                        dec("0"),
                        START.plusSeconds(5),
                        1,
                        3,
                        dec("2"),
                        4);
        for (List<Reading> order : permutations(READINGS)) {
            assertThat(fold(order)).isEqualTo(expected);
        }
    }

    @Test
    void everyGroupingGivesTheSameBits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                readings.add(anyReading(random, i));
            }
            WindowAggregate expected = fold(readings);
            Collections.shuffle(readings, random);
            List<WindowAggregate> parts = new ArrayList<>();
            readings.forEach(reading -> parts.add(WindowAggregate.of(reading)));
            while (parts.size() > 1) {
                WindowAggregate one = parts.remove(random.nextInt(parts.size()));
                int other = random.nextInt(parts.size());
                parts.set(other, one.plus(parts.get(other)));
            }
            assertThat(parts.getFirst()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void sumsThatDoublesWouldLoseAreExact() {
        WindowAggregate aggregate =
                fold(
                        List.of(
                                reading(0, "1e16", null, 0, 0),
                                reading(1, "0.1", null, 0, 1),
                                reading(2, "-1e16", null, 0, 2),
                                reading(3, "0.2", null, 0, 3)));
        assertThat(aggregate.sum()).isEqualTo(dec("0.3"));
        assertThat(aggregate.mean()).isEqualTo(dec("0.075"));
    }

    @Test
    void meanOfEqualReadingsAroundTenMillionKeepsItsDigits() {
        // NIST StRD NumAcc4: 1001 readings 10000000.2, then .1 and .3 in turn; certified mean.
        WindowAggregate aggregate = WindowAggregate.of(reading(0, "10000000.2", null, 0, 0));
        for (int i = 1; i <= 1000; i++) {
            String value = i % 2 == 1 ? "10000000.1" : "10000000.3";
            aggregate = aggregate.plus(reading(i, value, null, 0, i));
        }
        assertThat(aggregate.mean()).isEqualTo(dec("10000000.2"));
    }

    @Test
    void lastIsTheGreatestByTimeThenPartitionThenOffset() {
        Reading early = reading(1, "1", null, 9, 9);
        Reading lowPartition = reading(2, "2", null, 0, 9);
        Reading lowOffset = reading(2, "3", null, 1, 0);
        Reading last = reading(2, "4", null, 1, 1);
        for (List<Reading> order : permutations(List.of(early, lowPartition, lowOffset, last))) {
            assertThat(fold(order).lastValue()).isEqualTo(dec("4"));
        }
    }

    @Test
    void equalNumbersHaveOneRepresentation() {
        assertThat(WindowAggregate.of(reading(0, "1E+3", null, 0, 0)))
                .isEqualTo(WindowAggregate.of(reading(0, "1000.00", null, 0, 0)))
                .extracting(WindowAggregate::sum)
                .hasToString("1000");
        // Far beyond what the gate lets in, an exponent stays one instead of filling the heap.
        assertThat(WindowAggregate.of(reading(0, "1E+999999999", null, 0, 0)).sum())
                .hasToString("1E+999999999");
    }

    @Test
    void hourKeepsWhatValueNeeds() {
        HourWindow hour = HourWindow.of(START, fold(READINGS));
        assertThat(hour).isEqualTo(new HourWindow(START, 6, dec("1.5"), dec("2"), 4));
        assertThat(hour.end()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new HourWindow(START, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HourWindow(START, 1, BigDecimal.ZERO, BigDecimal.ZERO, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new WindowAggregate(
                                1,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                START,
                                0,
                                0,
                                BigDecimal.ZERO,
                                -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading anyReading(Random random, int offset) {
        BigDecimal value = BigDecimal.valueOf(random.nextInt(-500, 500), random.nextInt(-3, 6));
        BigDecimal confidence =
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(0, 101), 2);
        Instant observed = START.plusSeconds(random.nextInt(4));
        return new Reading(observed, value, confidence, random.nextInt(2), offset);
    }

    private static Reading reading(
            int second, String value, String confidence, int partition, long offset) {
        return new Reading(
                START.plusSeconds(second),
                dec(value),
                confidence == null ? null : dec(confidence),
                partition,
                offset);
    }

    private static WindowAggregate fold(List<Reading> readings) {
        WindowAggregate aggregate = WindowAggregate.of(readings.getFirst());
        for (Reading reading : readings.subList(1, readings.size())) {
            aggregate = aggregate.plus(reading);
        }
        return aggregate;
    }

    private static List<List<Reading>> permutations(List<Reading> readings) {
        if (readings.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Reading>> all = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            List<Reading> rest = new ArrayList<>(readings);
            Reading first = rest.remove(i);
            for (List<Reading> tail : permutations(rest)) {
                List<Reading> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            }
        }
        return all;
    }
}
