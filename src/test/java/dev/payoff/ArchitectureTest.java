package dev.payoff;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the layout, and shows of each rule that it can fail. */
class ArchitectureTest {

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.payoff");
    private static final Map<String, ArchRule> RULES = new LayoutRules("dev.payoff").all();
    private static final int MOST_LINES = 300;

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theLayoutHolds(String name) {
        RULES.get(name).check(OURS);
    }

    static Stream<String> names() {
        return RULES.keySet().stream();
    }

    @Test
    void aFileIsShortEnoughToBeReadInOneSitting() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    tooLong.add(file + " has " + lines + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offences")
    void theRuleFailsOnAClassThatBreaksIt(
            String name, List<Source> sources, String told, @TempDir Path directory)
            throws IOException {
        ArchRule rule = new LayoutRules("planted").all().get(name);
        JavaClasses classes = compile(sources, directory);

        assertThat(rule.evaluate(classes).getFailureReport().getDetails())
                .anySatisfy(detail -> assertThat(detail).contains(told));
    }

    @Test
    void aStartMayWait(@TempDir Path directory) throws IOException {
        Source start =
                source(
                        "app.First",
                        "class First { Object at(io.quarkus.runtime.StartupEvent on,"
                                + " io.smallrye.mutiny.Uni<?> it)"
                                + " { return it.await().indefinitely(); } }");
        new LayoutRules("planted")
                .all()
                .get("nothing waits")
                .check(compile(List.of(start), directory));
    }

    @Test
    void eachRuleIsSeenToFail() {
        assertThat(offences().map(it -> (String) it.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    static Stream<Arguments> offences() {
        Source app = source("app.Hull", "public class Hull {}");
        Source portfolio = source("portfolio.Registry", "public class Registry {}");
        Source stream = source("stream.Worker", "public class Worker {}");
        return Stream.of(
                breaks(
                        "value is arithmetic",
                        "jakarta.inject.Inject",
                        source("value.Sum", "class Sum { @jakarta.inject.Inject Sum() {} }")),
                breaks(
                        "value knows none of ours",
                        "planted.app.Hull",
                        app,
                        source("value.Sum", "class Sum { planted.app.Hull it; }")),
                breaks(
                        "app knows none of ours but value",
                        "planted.stream.Worker",
                        stream,
                        source("app.Start", "class Start { planted.stream.Worker it; }")),
                breaks(
                        "identity uses only earlier packages",
                        "planted.portfolio.Registry",
                        portfolio,
                        source("identity.Who", "class Who { planted.portfolio.Registry it; }")),
                breaks(
                        "portfolio uses only earlier packages",
                        "planted.stream.Worker",
                        stream,
                        source("portfolio.Edit", "class Edit { planted.stream.Worker it; }")),
                breaks(
                        "alert uses only earlier packages",
                        "planted.stream.Worker",
                        stream,
                        source("alert.Rule", "class Rule { planted.stream.Worker it; }")),
                lastRow("stream"),
                lastRow("live"),
                lastRow("connector"),
                lastRow("analytics"),
                lastRow("benefit"),
                lastRow("report"),
                breaks(
                        "each package has its place",
                        "planted.newcomer.Stray",
                        source("newcomer.Stray", "class Stray {}")),
                breaks(
                        "no cycles",
                        "Cycle detected",
                        source("live.Hub", "public class Hub { planted.stream.Loop it; }"),
                        source("stream.Loop", "public class Loop { planted.live.Hub it; }")),
                breaks(
                        "connectors know no other",
                        "planted.connector.git.Git",
                        source("connector.git.Git", "public class Git {}"),
                        source("connector.erp.Erp", "class Erp { planted.connector.git.Git it; }")),
                breaks(
                        "connectors are small",
                        "planted.connector.git has 5: [A, B, C, D, E]",
                        source("connector.git.A", "class A {} class B {} class C {}"),
                        source("connector.git.model.D", "class D {} class E {}")),
                breaks(
                        "time and chance are arguments",
                        "java.time.Instant.now()",
                        source("app.Late", "class Late { Object o = java.time.Instant.now(); }")),
                breaks(
                        "time and chance are arguments",
                        "java.util.UUID.randomUUID()",
                        source(
                                "app.Ids",
                                "class Ids { java.util.function.Supplier<?> it ="
                                        + " java.util.UUID::randomUUID; }")),
                breaks(
                        "time and chance are arguments",
                        "java.util.Random.<init>()",
                        source("app.Dice", "class Dice { Object o = new java.util.Random(); }")),
                breaks(
                        "nothing waits",
                        "io.smallrye.mutiny.Uni.await()",
                        source(
                                "app.Wait",
                                "class Wait { Object of(io.smallrye.mutiny.Uni<?> it)"
                                        + " { return it.await().indefinitely(); } }")),
                breaks(
                        "injection by constructor",
                        "planted.app.Bean.it",
                        source("app.Bean", "class Bean { @jakarta.inject.Inject String it; }")),
                breaks(
                        "packages are described and null-marked",
                        "planted.app has no package-info.java",
                        app),
                breaks(
                        "secrets are compared in constant time",
                        "java.util.Arrays.equals([B, [B)",
                        source(
                                "app.Mac",
                                "class Mac { boolean same(byte[] a, byte[] b)"
                                        + " { return java.util.Arrays.equals(a, b); } }")),
                breaks(
                        "no Java serialization",
                        "java.io.ObjectInputStream",
                        source("app.Thaw", "class Thaw { java.io.ObjectInputStream it; }")),
                breaks(
                        "HTTP has no cross-tenant pool",
                        "planted.portfolio.Leak",
                        source(
                                "portfolio.Leak",
                                "@jakarta.ws.rs.Path(\"/\") class Leak { Leak("
                                        + "@io.quarkus.reactive.datasource.ReactiveDataSource("
                                        + "\"stream\") Object pool) {} }")),
                breaks(
                        "the hot path has no ORM",
                        "org.hibernate.reactive.mutiny.Mutiny",
                        source(
                                "stream.Slow",
                                "class Slow { org.hibernate.reactive.mutiny.Mutiny.Session it; }")),
                breaks(
                        "no util package",
                        "planted.app.util.Strings",
                        source("app.util.Strings", "class Strings {}")));
    }

    /** The packages of the last row may use all others; what they may not use is not ours yet. */
    private static Arguments lastRow(String name) {
        return breaks(
                name + " uses only earlier packages",
                "planted.newcomer.Stray",
                source("newcomer.Stray", "public class Stray {}"),
                source(name + ".User", "class User { planted.newcomer.Stray it; }"));
    }

    private static Arguments breaks(String rule, String told, Source... sources) {
        return Arguments.of(rule, List.of(sources), told);
    }

    private static Source source(String name, String body) {
        return new Source("planted." + name, body);
    }

    private static JavaClasses compile(List<Source> sources, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-d",
                                directory.resolve("classes").toString(),
                                "-cp",
                                System.getProperty("java.class.path")));
        for (Source source : sources) {
            arguments.add(source.write(directory).toString());
        }
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
        return new ClassFileImporter().importPath(directory.resolve("classes"));
    }

    /** A class that breaks a rule, as source: none of it is ever on the class path. */
    record Source(String name, String body) {

        Path write(Path directory) throws IOException {
            int dot = name.lastIndexOf('.');
            Path file = directory.resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, "package " + name.substring(0, dot) + ";\n" + body);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
