package dev.payoff.live.money;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.Dependence;
import dev.payoff.value.appraisal.Simulation;
import dev.payoff.value.appraisal.ThreePoint;
import dev.payoff.value.appraisal.UncertainLine;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Computes a figure again from its explanation alone, by the words of the API's description: from
 * the leaves up, comparing each number on the way.
 */
public final class Recomputed {

    private static final MathContext DIGITS = new MathContext(34, RoundingMode.HALF_EVEN);
    private static final int DECIMALS = 10;

    private final DiscountSchedule schedule;
    private final LocalDate until;
    private int numbers;
    private int intervals;

    /** Of an explanation that REST gave. */
    public Recomputed(JsonPath explanation) {
        this(
                explanation.get("discounting") == null
                        ? null
                        : explanation.getList("discounting.steps.steps"),
                explanation.getString("until"));
    }

    /** Of an explanation that discounts by these steps until this day; null: it does not. */
    Recomputed(List<Map<String, Object>> discounting, String last) {
        List<DiscountSchedule.Step> steps = new ArrayList<>();
        if (discounting == null) {
            steps.add(new DiscountSchedule.Step(1, BigDecimal.ZERO));
        }
        for (Map<String, Object> step :
                discounting == null ? List.<Map<String, Object>>of() : discounting) {
            steps.add(
                    new DiscountSchedule.Step(
                            Integer.parseInt(step.get("throughYear").toString()),
                            new BigDecimal(step.get("rate").toString())));
        }
        schedule = new DiscountSchedule(steps);
        until = last == null ? LocalDate.EPOCH : LocalDate.parse(last);
    }

    int numbers() {
        return numbers;
    }

    int intervals() {
        return intervals;
    }

    /** The figure to as many decimals as figures are shown with. */
    public BigDecimal figure(JsonPath explanation) {
        Map<String, Object> proof = explanation.getMap("proof");
        BigDecimal exact =
                switch ((String) proof.get("operation")) {
                    case "IRR", "MIRR", "PAYBACK" ->
                            ofFlows(explanation.getString("figure"), parts(proof));
                    default -> exact(proof);
                };
        return exact == null ? null : exact.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    private BigDecimal exact(Map<String, Object> node) {
        List<BigDecimal> parts = new ArrayList<>();
        parts(node).forEach(part -> parts.add(exact(part)));
        Map<String, String> facts = facts(node);
        BigDecimal made =
                switch ((String) node.get("operation")) {
                    case "SUM" -> parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                    case "PRODUCT" ->
                            parts.contains(null)
                                    ? null
                                    : parts.stream().reduce(BigDecimal.ONE, BigDecimal::multiply);
                    case "DIFFERENCE" ->
                            parts.contains(null)
                                    ? null
                                    : parts.stream()
                                            .skip(1)
                                            .reduce(parts.getFirst(), BigDecimal::subtract);
                    case "QUOTIENT" ->
                            parts.contains(null) || parts.get(1).signum() == 0
                                    ? null
                                    : parts.get(0).divide(parts.get(1), DIGITS);
                    case "DISCOUNT" ->
                            schedule(facts).factorAfter(Integer.parseInt(facts.get("days")));
                    case "LINE" -> parts.getFirst().multiply(factor(facts, parts));
                    case "LEVEL" -> interval(facts, true);
                    case "FLOW" -> interval(facts, false);
                    case "PROMISE" -> promise(facts);
                    case "TOLD" ->
                            node.get("exact") == null
                                    ? null
                                    : new BigDecimal(node.get("exact").toString());
                    default -> throw new AssertionError("No operation: " + node);
                };
        numbers++;
        Object told = node.get("exact");
        if (made == null ? told != null : made.compareTo(new BigDecimal(told.toString())) != 0) {
            throw new AssertionError(
                    node.get("label") + " is told as " + told + " and comes to " + made);
        }
        return made;
    }

    private DiscountSchedule schedule(Map<String, String> facts) {
        if (!facts.containsKey("schedule")) {
            return schedule;
        }
        List<DiscountSchedule.Step> steps = new ArrayList<>();
        for (String step : facts.get("schedule").split(", ")) {
            String[] parts = step.split(" ");
            steps.add(
                    new DiscountSchedule.Step(
                            Integer.parseInt(parts[0]), new BigDecimal(parts[1])));
        }
        return new DiscountSchedule(steps);
    }

    /** The factor of a line where it stands; that of its range is made again from its parts. */
    private static BigDecimal factor(Map<String, String> facts, List<BigDecimal> parts) {
        BigDecimal low = number(facts, "low");
        BigDecimal likely = number(facts, "likely");
        BigDecimal high = number(facts, "high");
        if (parts.size() > 1) {
            boolean benefit = parts.size() == 2;
            BigDecimal one = parts.get(1);
            BigDecimal other = parts.getLast();
            BigDecimal reach = one.min(BigDecimal.ONE.subtract(one)).max(BigDecimal.ZERO);
            likely = benefit ? one : BigDecimal.ONE;
            low = benefit ? one.subtract(reach) : one.min(other).min(BigDecimal.ONE);
            high = benefit ? one.add(reach) : one.max(other).max(BigDecimal.ONE);
        }
        if (facts.containsKey("swing")) {
            BigDecimal reach = likely.abs().multiply(number(facts, "swing"));
            low = likely.subtract(reach);
            high = likely.add(reach);
        }
        if (low.compareTo(number(facts, "low")) != 0
                || likely.compareTo(number(facts, "likely")) != 0
                || high.compareTo(number(facts, "high")) != 0) {
            throw new AssertionError(
                    "The range of " + facts + " comes to " + List.of(low, likely, high));
        }
        return number(facts, facts.get("at").toLowerCase(java.util.Locale.ROOT));
    }

    /** Draws a simulation again from the lines of its proof. */
    Simulation drawnAgain(Map<String, Object> proof) {
        Map<String, String> by = facts(proof);
        List<UncertainLine> lines = new ArrayList<>();
        List<String> uncertain = new ArrayList<>();
        for (Map<String, Object> line : parts(proof)) {
            exact(line);
            Map<String, String> facts = facts(line);
            ThreePoint factor =
                    new ThreePoint(
                            number(facts, "low"), number(facts, "likely"), number(facts, "high"));
            lines.add(new UncertainLine(facts.get("key"), exact(parts(line).getFirst()), factor));
            if (!factor.isCertain()) {
                uncertain.add(facts.get("key"));
            }
        }
        List<Dependence.Pair> pairs = new ArrayList<>();
        for (String pair :
                by.containsKey("correlations")
                        ? by.get("correlations").split(", ")
                        : new String[0]) {
            String[] of = pair.split(" ");
            pairs.add(new Dependence.Pair(of[0], of[1], Double.parseDouble(of[2])));
        }
        double common = Double.parseDouble(by.get("commonCorrelation"));
        if (common == 0) {
            uncertain.removeIf(key ->
                    pairs.stream().noneMatch(it -> it.one().equals(key) || it.other().equals(key)));
        }
        Dependence together =
                switch (Dependence.of(uncertain, common, pairs)) {
                    case Dependence.Fits(Dependence fitting) -> fitting;
                    case Dependence.Contradicts it -> throw new AssertionError(it);
                };
        return Simulation.of(
                lines,
                Simulation.Shape.valueOf(by.get("shape")),
                together,
                Integer.parseInt(by.get("runs")),
                Long.parseLong(by.get("seed")));
    }

    /** What an interval earned: one fraction, divided once. */
    private BigDecimal interval(Map<String, String> facts, boolean level) {
        intervals++;
        BigDecimal count = number(facts, "count");
        BigDecimal improvement =
                level
                        ? number(facts, "sum")
                                .subtract(number(facts, "baseline").multiply(count))
                                .multiply(number(facts, "seconds"))
                        : number(facts, "sum")
                                .multiply(number(facts, "periodSeconds"))
                                .subtract(
                                        number(facts, "baseline")
                                                .multiply(number(facts, "seconds")));
        BigDecimal dividend =
                improvement
                        .multiply(number(facts, "sign"))
                        .multiply(number(facts, "amount"))
                        .multiply(number(facts, "share"));
        BigDecimal divisor = number(facts, "periodSeconds");
        divisor = level ? divisor.multiply(count) : divisor;
        return facts.containsKey("confidences")
                ? dividend.multiply(number(facts, "confidences"))
                        .divide(divisor.multiply(count), DIGITS)
                : dividend.divide(divisor, DIGITS);
    }

    /** At the target from the start on, or ramping up to it. */
    private static BigDecimal promise(Map<String, String> facts) {
        Instant start = Instant.parse(facts.get("start"));
        Instant until = Instant.parse(facts.get("until"));
        if (facts.containsKey("end") && Instant.parse(facts.get("end")).isBefore(until)) {
            until = Instant.parse(facts.get("end"));
        }
        if (!start.isBefore(until)) {
            return BigDecimal.ZERO;
        }
        if (facts.containsKey("baselines")) {
            return againstBaselines(facts, start, until);
        }
        if (facts.containsKey("profile")) {
            return alongTheProfile(facts, start, until);
        }
        BigDecimal full =
                number(facts, "target")
                        .subtract(number(facts, "baseline"))
                        .multiply(number(facts, "sign"))
                        .multiply(number(facts, "amount"))
                        .multiply(number(facts, "share"));
        BigDecimal period = number(facts, "periodSeconds");
        BigDecimal length = seconds(start, until);
        if (!facts.containsKey("targetAt")) {
            return full.multiply(length).divide(period, DIGITS);
        }
        Instant due = Instant.parse(facts.get("targetAt"));
        BigDecimal ramp = seconds(start, due);
        return until.isBefore(due)
                ? full.multiply(length.pow(2)).divide(period.multiply(ramp).multiply(TWO), DIGITS)
                : full.multiply(length.multiply(TWO).subtract(ramp))
                        .divide(period.multiply(TWO), DIGITS);
    }

    /** What the target comes to less what the baselines come to, each over its own stretch. */
    private static BigDecimal againstBaselines(
            Map<String, String> facts, Instant start, Instant until) {
        BigDecimal inForce = number(facts, "baseline");
        BigDecimal first = inForce;
        BigDecimal area = BigDecimal.ZERO;
        Instant from = start;
        for (String step : facts.get("baselines").split(", ")) {
            Instant at = Instant.parse(step.split(" ")[0]);
            if (at.isAfter(from) && at.isBefore(until)) {
                area = area.add(inForce.multiply(seconds(from, at)));
                from = at;
            }
            if (at.isBefore(until)) {
                inForce = new BigDecimal(step.split(" ")[1]);
            }
            first = at.isAfter(start) ? first : inForce;
        }
        area = area.add(inForce.multiply(seconds(from, until)));
        BigDecimal factor =
                number(facts, "sign")
                        .multiply(number(facts, "amount"))
                        .multiply(number(facts, "share"));
        BigDecimal period = number(facts, "periodSeconds");
        BigDecimal target = number(facts, "target");
        BigDecimal length = seconds(start, until);
        if (!facts.containsKey("targetAt")) {
            return target.multiply(length).subtract(area).multiply(factor).divide(period, DIGITS);
        }
        Instant due = Instant.parse(facts.get("targetAt"));
        BigDecimal ramp = seconds(start, due);
        BigDecimal rising = seconds(start, until.isBefore(due) ? until : due);
        // Twice the area under the target, times the length of the ramp, which is divided by last.
        BigDecimal under =
                first.multiply(TWO)
                        .multiply(rising)
                        .multiply(ramp)
                        .add(target.subtract(first).multiply(rising.pow(2)))
                        .add(target.multiply(TWO).multiply(length.subtract(rising)).multiply(ramp));
        return under.subtract(area.multiply(TWO).multiply(ramp))
                .multiply(factor)
                .divide(period.multiply(TWO).multiply(ramp), DIGITS);
    }

    /** A rate beyond it is told as unknown: costs and benefits lie too close together. */
    private static final BigDecimal GREATEST_RATE = BigDecimal.valueOf(1_000_000);

    private static final BigDecimal TWO = BigDecimal.TWO;

    /** Piece by piece, each the mean of its two ends times its length. */
    private static BigDecimal alongTheProfile(
            Map<String, String> facts, Instant start, Instant until) {
        List<TargetProfile.Point> points = new ArrayList<>();
        for (String point : facts.get("profile").split(", ")) {
            String[] parts = point.split(" ");
            points.add(new TargetProfile.Point(Instant.parse(parts[0]), new BigDecimal(parts[1])));
        }
        TargetProfile profile = new TargetProfile(points);
        BigDecimal baseline = number(facts, "baseline");
        BigDecimal doubled = BigDecimal.ZERO;
        Instant from = start;
        List<Instant> ends = new ArrayList<>();
        points.stream()
                .map(TargetProfile.Point::at)
                .filter(at -> at.isAfter(start) && at.isBefore(until))
                .forEach(ends::add);
        ends.add(until);
        for (Instant to : ends) {
            BigDecimal sum = profile.at(from).add(profile.at(to)).subtract(baseline.multiply(TWO));
            doubled = doubled.add(sum.multiply(seconds(from, to)));
            from = to;
        }
        return doubled.multiply(number(facts, "sign"))
                .multiply(number(facts, "amount"))
                .multiply(number(facts, "share"))
                .divide(number(facts, "periodSeconds").multiply(TWO), DIGITS);
    }

    private BigDecimal ofFlows(String figure, List<Map<String, Object>> sides) {
        sides.forEach(this::exact);
        List<DatedAmount> benefits = dated(sides.get(0));
        List<DatedAmount> costs = dated(sides.get(1));
        Appraisal it = Appraisal.of(schedule, null, benefits, costs, until);
        return switch (figure) {
            case "irr" ->
                    it.irr() instanceof dev.payoff.value.InternalRate.Roots roots
                                    && roots.count() == 1
                                    && roots.ascending().getFirst().compareTo(GREATEST_RATE) <= 0
                            ? roots.ascending().getFirst()
                            : null;
            case "mirr" -> it.mirr();
            case "firstPaybackMonths" -> it.payback().first();
            default -> it.payback().last();
        };
    }

    private static List<DatedAmount> dated(Map<String, Object> side) {
        List<DatedAmount> flows = new ArrayList<>();
        for (Map<String, Object> stream : parts(side)) {
            for (Map<String, Object> day : parts(stream)) {
                flows.add(
                        new DatedAmount(
                                LocalDate.parse(day.get("on").toString()),
                                new BigDecimal(day.get("exact").toString())));
            }
        }
        return flows;
    }

    private static BigDecimal number(Map<String, String> facts, String name) {
        return new BigDecimal(facts.get(name));
    }

    private static BigDecimal seconds(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return BigDecimal.valueOf(length.getSeconds()).add(BigDecimal.valueOf(length.getNano(), 9));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parts(Map<String, Object> node) {
        return (List<Map<String, Object>>) node.get("parts");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> facts(Map<String, Object> node) {
        return (Map<String, String>) node.get("facts");
    }
}
