package dev.payoff.faults;

import dev.payoff.faults.Fault.Injection;
import dev.payoff.faults.Fault.Landed;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The tester's own test: programs that are wrong in a way that somebody might really have written,
 * made from the product's sources by replacing some words, each to be caught by the same run that
 * finds nothing wrong with the product.
 */
final class Variants {

    private static final String STREAM = "src/main/java/dev/payoff/stream/";
    private static final String LIVE = "src/main/java/dev/payoff/live/";

    /**
     * @param source the file to change
     * @param edits what stands there and what to put instead, by turns
     * @param scenario what brings it to light
     * @param sign what a finding says that shows that it was caught for what it is
     */
    record Variant(
            String name, String source, List<String> edits, Injection scenario, String sign) {}

    /** What came of it. */
    record Caught(Variant variant, boolean caught, String by) {}

    private Variants() {}

    static List<Variant> all() {
        return List.of(
                new Variant(
                        "the offset is committed before the rest",
                        STREAM + "BatchTransaction.java",
                        List.of(
                                "                .replaceWithVoid();\n    }\n\n    private Uni<Void> lookUp",
                                "                .chain(() -> tx.query(\"COMMIT\").execute())\n"
                                        + "                .chain(() -> tx.query(\"BEGIN\").execute())\n"
                                        + "                .replaceWithVoid();\n    }\n\n    private Uni<Void> lookUp"),
                        lab -> haltAt(lab, "dev.payoff.stream.BatchTransaction#fold"),
                        "is missing|PostgreSQL has|recounted"),
                new Variant(
                        "the offset is committed after the rest",
                        STREAM + "BatchTransaction.java",
                        List.of(
                                "return fence(tx, flush)\n                .chain(() -> ReadingRetention.bound(tx))",
                                "return ReadingRetention.bound(tx)",
                                ".chain(() -> OffsetStore.count(tx, flush.tallies()))",
                                ".chain(() -> OffsetStore.count(tx, flush.tallies()))\n"
                                        + ".chain(() -> tx.query(\"COMMIT\").execute())\n"
                                        + ".chain(() -> tx.query(\"BEGIN\").execute())\n"
                                        + ".chain(() -> fence(tx, flush))"),
                        lab -> haltAt(lab, "dev.payoff.stream.OffsetStore#fence"),
                        "records consumed of|valid \\+ duplicate"),
                new Variant(
                        "no fence",
                        STREAM + "OffsetStore.java",
                        List.of(
                                " AND o.epoch = r.epoch AND o.next_offset = r.expected", "",
                                "rows.rowCount() == moves.size()", "rows.rowCount() >= 0"),
                        lab -> unproved(lab, "F3b"),
                        "records consumed of|next offset of|window"),
                new Variant(
                        "no look at what was stored before",
                        STREAM + "MeasurementStore.java",
                        List.of(
                                "if (identities.isEmpty()) {",
                                "if (identities.size() >= 0) {",
                                "unnest($3::int[]), unnest($4::timestamptz[])\n            \"\"\"",
                                "unnest($3::int[]), unnest($4::timestamptz[]) ON CONFLICT DO NOTHING\n            \"\"\""),
                        Variants::sayAgain,
                        "window"),
                new Variant(
                        "sums in doubles",
                        "src/main/java/dev/payoff/value/WindowAggregate.java",
                        List.of(
                                "sum.add(other.sum)",
                                "new BigDecimal(sum.doubleValue() + other.sum.doubleValue()).setScale(12, java.math.RoundingMode.HALF_EVEN)"),
                        lab -> flow(lab, 4_000),
                        "window"),
                new Variant(
                        "the last is what came last",
                        STREAM + "WindowStore.java",
                        List.of(
                                "\"(excluded.last_observed, excluded.last_partition, excluded.last_offset)\"\n"
                                        + "                                    + \" > (w.last_observed, w.last_partition, w.last_offset)\"",
                                "\"true\""),
                        lab -> flow(lab, 8_000),
                        "window"),
                new Variant(
                        "a correction by order of arrival",
                        STREAM + "Classifier.java",
                        List.of(
                                "return highest.getKey() > now.revision()",
                                "return highest.getKey() < 0"),
                        Variants::correctBackwards,
                        "window"),
                new Variant(
                        "a contradiction counts as a repetition",
                        STREAM + "Classifier.java",
                        List.of("same != null && same.sameBody(now)", "same != null"),
                        Variants::sayAgain,
                        "should be rejected"),
                new Variant(
                        "what is late is dropped",
                        STREAM + "WindowFold.java",
                        List.of(
                                "fold.of(candidate.metric()).add(candidate);",
                                "{\nif (candidate.wire().observedAt().isAfter(java.time.Instant.now().minusSeconds(86_400L * 200))) {\n"
                                        + "fold.of(candidate.metric()).add(candidate);\n}\n}"),
                        Variants::late,
                        "window"),
                new Variant(
                        "what is refused is not kept",
                        STREAM + "BatchTransaction.java",
                        List.of(
                                ".chain(() -> Rejections.write(tx, flush.rejections, now, chance))",
                                ""),
                        Variants::poison,
                        "should be rejected"),
                new Variant(
                        "answered before the brokers have it",
                        "src/main/java/dev/payoff/connector/Intake.java",
                        List.of(
                                "Confirmation confirmation = new Confirmation(records.size(), emitter::complete);",
                                "Confirmation confirmation = new Confirmation(records.size(), receipt -> {});\n"
                                        + "emitter.complete(new Receipt.Taken(records.size(), List.of()));"),
                        Variants::killWhileTaking,
                        "acknowledged, but not in the log"),
                new Variant(
                        "the relay reads on from the last number it saw",
                        STREAM + "Relay.java",
                        List.of(
                                "FROM outbox WHERE seq IS NULL ORDER BY id LIMIT $1",
                                "FROM outbox WHERE seq IS NULL AND id > coalesce((SELECT max(id) FROM outbox WHERE seq IS NOT NULL), 0) ORDER BY id LIMIT $1"),
                        lab -> fault(lab, "FY"),
                        "publication of every event"),
                new Variant(
                        "Redis numbers the events (XADD *)",
                        STREAM + "Relay.java",
                        List.of(".arg(event.seq() + \"-0\")", ".arg(\"*\")"),
                        lab -> flow(lab, 3_000),
                        "in Redis is not that of PostgreSQL"),
                new Variant(
                        "published though Kafka did not take it",
                        STREAM + "Relay.java",
                        List.of(
                                "topics.send(events)",
                                "topics.send(events).onFailure().recoverWithNull()"),
                        lab -> unproved(lab, "F21"),
                        "reject in Kafka .* is missing"),
                new Variant(
                        "a subscriber who falls behind loses events",
                        LIVE + "Subscriber.java",
                        List.of(
                                "events.add(frame);\n                overflown |= events.size() > MAX_EVENTS;",
                                "if (events.size() < 2) {\nevents.add(frame);\n}"),
                        lab -> fault(lab, "F30"),
                        "a subscriber"),
                new Variant(
                        "an id that is ahead of what was written",
                        LIVE + "Subscriber.java",
                        List.of(
                                "new StreamPosition(event.seq(), figuresUntil)",
                                "new StreamPosition(lastSeq, figuresUntil)"),
                        lab -> fault(lab, "F30"),
                        "a subscriber"),
                new Variant(
                        "a broken stream begins anew and says nothing",
                        LIVE + "LiveRoute.java",
                        List.of(
                                "? last.get()",
                                "? new StreamPosition(extent.last(), last.get().millis())"),
                        lab -> flow(lab, 6_000),
                        "a subscriber"),
                new Variant(
                        "Redis, once emptied, is not filled again",
                        STREAM + "Sweep.java",
                        List.of(
                                "answer.toInteger() == 1 && !figures.isBehind()",
                                "answer.toInteger() >= 0"),
                        lab -> {
                            lab.cross(1);
                            return fault(lab, "F15");
                        },
                        "figure of metric"));
    }

    /** Compiles it, runs the application with it, and tells whether the run finds it wrong. */
    static Caught run(Variant variant, long seed) throws Exception {
        Path dir =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "faults")), "variant-");
        compile(variant, dir);
        Path agent = AgentJar.in(dir);
        String option = "-javaagent:" + agent.toAbsolutePath() + "=swap=" + dir.toAbsolutePath();
        try (Laboratory lab = new Laboratory(seed, 2, List.of(option))) {
            lab.patience(Duration.ofSeconds(40));
            Fault fault = new Fault("V", variant.name(), "", variant.scenario());
            Round round = new FaultRun(lab).round(fault);
            List<String> findings =
                    round.trouble() != null ? List.of(round.trouble()) : round.findings().all();
            Pattern sign = Pattern.compile(variant.sign());
            String by =
                    findings.stream()
                            .filter(finding -> sign.matcher(finding).find())
                            .findFirst()
                            .orElse("");
            String said =
                    !by.isEmpty() || findings.isEmpty()
                            ? by
                            : "caught by something else: " + findings.getFirst();
            return new Caught(
                    variant,
                    !by.isEmpty(),
                    said.isEmpty() ? "not caught" : said.lines().findFirst().orElse(""));
        }
    }

    /** One file with some words replaced; its classes go to the directory. */
    static void compile(Variant variant, Path dir) throws IOException {
        String text = Files.readString(Path.of(variant.source()));
        for (int i = 0; i < variant.edits().size(); i += 2) {
            String found = variant.edits().get(i);
            if (!text.contains(found)) {
                throw new IllegalStateException(
                        variant.name() + ": the source does not hold\n" + found);
            }
            text = text.replace(found, variant.edits().get(i + 1));
        }
        Path changed = dir.resolve(Path.of(variant.source()).getFileName());
        Files.writeString(changed, text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-parameters",
                                            "-nowarn",
                                            "-cp",
                                            "target/classes:"
                                                    + Files.readString(
                                                            Path.of("target/test.classpath")),
                                            "-d",
                                            dir.toString()),
                                    null,
                                    files.getJavaFileObjects(changed))
                            .call();
            if (!compiled) {
                throw new IllegalStateException(variant.name() + " does not compile:\n" + said);
            }
        }
    }

    private static Landed flow(Laboratory lab, int readings) throws Exception {
        lab.feed(readings);
        return new Landed(1, readings + " readings");
    }

    private static Landed fault(Laboratory lab, String id) throws Exception {
        return Stream.of(Fault.all())
                .flatMap(List::stream)
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .orElseThrow()
                .injection()
                .into(lab);
    }

    /** Where what proves that a fault landed is just what the variant does not do. */
    private static Landed unproved(Laboratory lab, String id) throws Exception {
        try {
            return fault(lab, id);
        } catch (Fault.NotLandedException e) {
            return new Landed(1, e.getMessage());
        }
    }

    private static Landed haltAt(Laboratory lab, String point) throws Exception {
        int halts = 0;
        for (int i = 0; i < 2; i++) {
            lab.feed(1_000);
            Instance victim = lab.instances.get(i);
            lab.leaveAlone(victim);
            lab.kill(victim);
            lab.feeder.flow();
            victim.app()
                    .start(
                            List.of(
                                    "-javaagent:"
                                            + AgentJar.in(lab.dir)
                                            + "=halt="
                                            + point
                                            + "#"
                                            + (3 + i)));
            halts += victim.awaitEnd(60) == Instance.KILLED ? 1 : 0;
            lab.awaitAllReady();
        }
        return Landed.when(halts == 2, halts, halts + " halts at " + point);
    }

    private static Landed sayAgain(Laboratory lab) throws Exception {
        lab.generator.shares(new Generator.Shares(200, 0, 100, 0));
        lab.feed(6_000);
        return new Landed(1, "a fifth said again");
    }

    private static Landed late(Laboratory lab) throws Exception {
        lab.generator.shares(new Generator.Shares(0, 0, 0, 300));
        lab.feed(3_000);
        return new Landed(1, "a third of them late");
    }

    private static Landed poison(Laboratory lab) throws Exception {
        lab.feed(1_000);
        lab.poison();
        return new Landed(1, "poisoned");
    }

    /** A higher revision first, and then the lower one. */
    private static Landed correctBackwards(Laboratory lab) throws Exception {
        lab.feed(400);
        lab.feeder.rest();
        for (int i = 0; i < 20; i++) {
            lab.feeder.send(lab.generator.backwards());
        }
        return new Landed(20, "twenty corrections before what they correct");
    }

    private static Landed killWhileTaking(Laboratory lab) throws Exception {
        for (int i = 0; i < 4; i++) {
            Instance victim = lab.instances.get(i % 2);
            lab.instances.forEach(
                    instance -> instance.kafka().set(new FaultProxy.Weather.Latency(300, 0)));
            lab.feed(2_000);
            lab.kill(victim);
            lab.instances.forEach(instance -> instance.kafka().heal());
            lab.awaitAllReady();
        }
        return new Landed(4, "killed while records were on their way");
    }
}
