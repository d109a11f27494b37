package dev.payoff.value;

import static dev.payoff.value.Terms.START;
import static dev.payoff.value.Terms.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Laws of value over random terms, series and changes. A failure names its seed; a run with {@code
 * -Dvalue.seed=N} repeats it.
 */
class ValuePropertyTest {

    private static final int CHANGES = 40;
    private static final int HOURS = 40;

    private static Random random(RepetitionInfo repetition, long[] seed) {
        seed[0] = Long.getLong("value.seed", System.nanoTime() + repetition.getCurrentRepetition());
        return new Random(seed[0]);
    }

    @RepeatedTest(20)
    void changesGiveTheStateOfARecountBitForBit(RepetitionInfo repetition) {
        long[] seed = new long[1];
        Random random = random(repetition, seed);
        MetricTerms terms = anyTerms(random);
        NavigableMap<Integer, HourWindow> hours = new TreeMap<>();
        ValueState state = ValueState.EMPTY;
        for (int change = 0; change < CHANGES; change++) {
            NavigableMap<Integer, HourWindow> was = new TreeMap<>(hours);
            int first = anyHour(random, hours);
            int last = first + random.nextInt(3);
            for (int i = first; i <= last; i++) {
                alter(random, hours, i);
            }
            state = replace(terms, state, was, hours, first, last, random.nextInt(3));

            List<HourWindow> all = List.copyOf(hours.values());
            assertThat(state)
                    .as("seed %d, change %d", seed[0], change)
                    .isEqualTo(ValueState.of(terms, all));
            Instant from = state.tail().isEmpty() ? START : state.tail().getFirst().start();
            Instant asOf = from.plus(Duration.ofSeconds(random.nextInt(40_000)));
            assertThat(state.at(terms, asOf))
                    .as("seed %d, change %d", seed[0], change)
                    .isEqualTo(RealisedValue.earned(terms, all, asOf));
        }
    }

    /** Cuts the neighbourhood of a change out of both series, as wide as is asked and needed. */
    private static ValueState replace(
            MetricTerms terms,
            ValueState state,
            NavigableMap<Integer, HourWindow> was,
            NavigableMap<Integer, HourWindow> is,
            int first,
            int last,
            int wider) {
        Integer to = was.higherKey(last);
        Integer from = was.lowerKey(first);
        if (to == null && !state.tail().isEmpty()) {
            int tail = was.size() < 2 ? was.firstKey() : was.lowerKey(was.lastKey());
            from = from == null || from > tail ? was.floorKey(tail) : from;
        }
        for (int i = 0; i < wider && from != null; i++) {
            from = was.lowerKey(from);
        }
        if (from != null && to == null) {
            // Where hours vanish at the end, two must remain to make the tail.
            while (from != null && is.tailMap(from, true).size() < 2) {
                from = was.lowerKey(from);
            }
        }
        if (from != null && from >= first) {
            from = was.lowerKey(first);
        }
        return state.replace(terms, cut(was, from, to), cut(is, from, to), to == null);
    }

    private static List<HourWindow> cut(
            NavigableMap<Integer, HourWindow> hours, Integer from, Integer to) {
        NavigableMap<Integer, HourWindow> part = from == null ? hours : hours.tailMap(from, true);
        return List.copyOf((to == null ? part : part.headMap(to, true)).values());
    }

    @RepeatedTest(20)
    void segmentsAddUpToTheFigureAndNeverOverlap(RepetitionInfo repetition) {
        long[] seed = new long[1];
        Random random = random(repetition, seed);
        MetricTerms terms = anyTerms(random);
        List<HourWindow> hours = anySeries(random);
        Instant asOf = at(random.nextDouble() * HOURS);

        Earned sum = Earned.NOTHING;
        Instant end = Instant.MIN;
        for (Segment segment : RealisedValue.segments(terms, hours, asOf)) {
            assertThat(segment.from()).as("seed %d", seed[0]).isBefore(segment.to());
            assertThat(segment.from()).as("seed %d", seed[0]).isAfterOrEqualTo(end);
            end = segment.to();
            sum = sum.plus(new Earned(segment.value(), segment.weighted()));
        }
        assertThat(end).as("seed %d", seed[0]).isBeforeOrEqualTo(asOf);
        assertThat(sum).as("seed %d", seed[0]).isEqualTo(RealisedValue.earned(terms, hours, asOf));
    }

    @RepeatedTest(20)
    void figureEqualsAMinuteByMinuteReckoning(RepetitionInfo repetition) {
        long[] seed = new long[1];
        Random random = random(repetition, seed);
        MetricTerms terms = anyTerms(random);
        List<HourWindow> hours = anySeries(random);
        int minutes = random.nextInt(HOURS * 60);
        Instant asOf = START.plus(Duration.ofMinutes(minutes));

        BigDecimal reckoned = reckon(terms, hours, minutes);
        assertThat(RealisedValue.earned(terms, hours, asOf).value())
                .as("seed %d", seed[0])
                .isCloseTo(
                        reckoned, org.assertj.core.api.Assertions.within(new BigDecimal("1e-20")));
    }

    /** Walks the minutes with a level in force, as the words of the definition say it. */
    private static BigDecimal reckon(MetricTerms terms, List<HourWindow> hours, int minutes) {
        MathContext exact = new MathContext(60, RoundingMode.HALF_EVEN);
        BigDecimal sign = BigDecimal.valueOf(terms.target().compareTo(terms.baseline()));
        BigDecimal period =
                terms.valuation() instanceof Valuation.PerPeriod p
                        ? p.per().hours()
                        : terms.flowPer().hours();
        BigDecimal minutesOfPeriod = period.multiply(BigDecimal.valueOf(60));
        BigDecimal improvement = BigDecimal.ZERO;
        HourWindow inForce = null;
        HourWindow counted = null;
        for (int minute = 0; minute < minutes; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            for (HourWindow hour : hours) {
                inForce = hour.start().isAfter(now) ? inForce : hour;
            }
            boolean counts =
                    inForce != null
                            && now.isBefore(inForce.end().plus(terms.staleness()))
                            && !now.isBefore(terms.benefitStart())
                            && (terms.benefitEnd() == null || now.isBefore(terms.benefitEnd()));
            if (!counts) {
                continue;
            }
            if (terms.kind() == Kind.LEVEL) {
                BigDecimal mean = inForce.sum().divide(BigDecimal.valueOf(inForce.count()), exact);
                improvement =
                        improvement.add(
                                mean.subtract(terms.baselineAt(now))
                                        .divide(minutesOfPeriod, exact));
            } else {
                improvement =
                        improvement.subtract(terms.baselineAt(now).divide(minutesOfPeriod, exact));
                if (now.isBefore(inForce.end()) && counted != inForce) {
                    improvement = improvement.add(inForce.sum());
                    counted = inForce;
                }
            }
        }
        return improvement
                .multiply(sign)
                .multiply(terms.share())
                .multiply(terms.valuation().amount());
    }

    private static MetricTerms anyTerms(Random random) {
        boolean level = random.nextBoolean();
        BigDecimal baseline = BigDecimal.valueOf(random.nextInt(-300, 300), 1);
        BigDecimal amount = BigDecimal.valueOf(random.nextInt(1, 5000), 2);
        Period period = Period.values()[random.nextInt(Period.values().length)];
        BigDecimal distance = BigDecimal.valueOf(random.nextBoolean() ? 7 : -7);
        int start = random.nextInt(0, HOURS * 30);
        Instant end =
                random.nextBoolean()
                        ? null
                        : START.plus(Duration.ofMinutes(start + random.nextInt(0, HOURS * 60)));
        MetricTerms constant =
                new MetricTerms(
                        level ? Kind.LEVEL : Kind.FLOW,
                        baseline,
                        baseline.add(distance),
                        null,
                        BigDecimal.valueOf(random.nextInt(0, 101), 2),
                        BigDecimal.valueOf(random.nextInt(0, 101), 2),
                        level
                                ? new Valuation.PerPeriod(amount, period)
                                : new Valuation.PerUnit(amount),
                        period,
                        START.plus(Duration.ofMinutes(start)),
                        end,
                        Duration.ofMinutes(random.nextInt(0, 600)));
        return random.nextBoolean() ? constant : constant.against(anyBaselines(random));
    }

    /** Steps at any minutes, so that some fall within an hour, and some two into the same one. */
    private static BaselineSeries anyBaselines(Random random) {
        NavigableMap<Integer, BaselineSeries.Step> steps = new TreeMap<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int minute = random.nextInt(-60, HOURS * 60);
            steps.put(
                    minute,
                    new BaselineSeries.Step(
                            START.plus(Duration.ofMinutes(minute)),
                            BigDecimal.valueOf(random.nextInt(-300, 300), 1)));
        }
        return new BaselineSeries(List.copyOf(steps.values()));
    }

    private static List<HourWindow> anySeries(Random random) {
        NavigableMap<Integer, HourWindow> hours = new TreeMap<>();
        for (int i = 0; i < HOURS; i++) {
            if (random.nextInt(3) == 0) {
                hours.put(i, anyWindow(random, i));
            }
        }
        return List.copyOf(hours.values());
    }

    /** Mostly at the end, as readings come, else anywhere. */
    private static int anyHour(Random random, NavigableMap<Integer, HourWindow> hours) {
        return hours.isEmpty() || random.nextInt(3) == 0
                ? random.nextInt(HOURS)
                : hours.lastKey() + random.nextInt(-1, 4);
    }

    private static void alter(Random random, NavigableMap<Integer, HourWindow> hours, int index) {
        switch (random.nextInt(4)) {
            case 0 -> hours.remove(index);
            case 1 -> {}
            default -> hours.put(index, anyWindow(random, index));
        }
    }

    private static HourWindow anyWindow(Random random, int index) {
        long count = random.nextInt(1, 8);
        long told = random.nextLong(0, count + 1);
        return new HourWindow(
                at(index),
                count,
                BigDecimal.valueOf(random.nextInt(-90_000, 90_000), random.nextInt(4)),
                told == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(101), 2),
                told);
    }
}
