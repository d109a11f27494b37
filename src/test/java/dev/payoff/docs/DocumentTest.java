package dev.payoff.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTest {

    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^]]+]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern RECORD = Pattern.compile("\\d{4}-[a-z0-9-]+\\.md");
    private static final Pattern METER =
            Pattern.compile("(?:counter|gauge|summary|timer|builder)\\(\\s*\"(payoff\\.[a-z.]+)\"");
    private static final Set<String> LANGUAGES = Set.of("sh", "json", "mermaid", "text");

    static List<Document> documents() {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Document document) {
        Path folder = Path.of("").toAbsolutePath().resolve(document.file()).getParent();
        Matcher links = LINK.matcher(document.text());
        while (links.find()) {
            String link = links.group(1);
            // The template's example of a link is the one that leads nowhere.
            if (!link.startsWith("https://") && !link.contains("…")) {
                assertThat(folder.resolve(link)).as("%s in %s", link, document).exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void fencesSayWhatTheyHold(Document document) {
        assertThat(document.blocks())
                .allSatisfy(it ->
                        assertThat(it.language()).as("%s:%d", document, it.line()).isIn(LANGUAGES));
    }

    @Test
    void whatCanBePastedFromAConnectorsPageIsRun() {
        Pattern call = Pattern.compile("(?m)^ *curl |^(GET|POST|PUT|PATCH|DELETE) /");
        List<Document> pages =
                Document.all().stream()
                        .filter(it -> it.file().startsWith(Path.of("docs", "connectors")))
                        .toList();
        assertThat(pages).isNotEmpty();
        for (Document page : pages) {
            assertThat(page.commands()).as("commands of %s", page).isNotEmpty();
            assertThat(page.blocks())
                    .filteredOn(block -> !block.language().equals("sh"))
                    .allSatisfy(block ->
                            assertThat(call.matcher(block.content()).find())
                                    .as("a call that no test runs, %s:%d", page, block.line())
                                    .isFalse());
        }
    }

    @Test
    void everyDecisionIsListed() throws IOException {
        String list = Files.readString(Path.of("docs/adr/README.md"));
        try (Stream<Path> files = Files.list(Path.of("docs/adr"))) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .filteredOn(it -> RECORD.matcher(it).matches())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(it -> assertThat(list).contains("(" + it + ")"));
        }
    }

    @Test
    void theLauncherKnowsEachCallInTheDocuments() throws IOException {
        Path launcher = Path.of("payoff");
        assumeTrue(Files.exists(launcher), "this checkout has no launcher yet");
        String known = Files.readString(launcher) + sources("src");
        for (Document document : Document.all()) {
            for (Document.Block block : document.commands()) {
                for (String call : Launcher.calls(block.content())) {
                    List<String> words = List.of(call.split(" "));
                    assertThat(Files.readString(launcher)).as(call).contains(words.get(1));
                    words.stream()
                            .filter(it -> it.startsWith("--"))
                            .forEach(it -> assertThat(known).as(call).contains(it));
                }
            }
        }
    }

    @Test
    void everyMeterIsDocumented() throws IOException {
        String operations = Files.readString(Path.of("docs/operations.md"));
        List<String> missing = new ArrayList<>();
        Matcher meters = METER.matcher(sources("src/main/java"));
        while (meters.find()) {
            if (!operations.contains("`" + meters.group(1) + "`")) {
                missing.add(meters.group(1));
            }
        }
        assertThat(missing).as("meters that docs/operations.md does not explain").isEmpty();
    }

    @Test
    void blocksAreFoundWithTheirLines() {
        Document document =
                Document.of(
                        Path.of("x.md"), "a\n```sh\n./payoff demo\necho\n```\n```json\n{}\n```\n");
        assertThat(document.blocks())
                .containsExactly(
                        new Document.Block("sh", 2, "./payoff demo\necho\n"),
                        new Document.Block("json", 6, "{}\n"));
        assertThat(Launcher.calls(document.commands().getFirst().content()))
                .containsExactly("./payoff demo");
        assertThat(Launcher.without("./payoff demo\n. .payoff/demo.env\necho\n")).isEqualTo("echo");
        assertThatThrownBy(() -> Document.of(Path.of("x.md"), "```sh\n"))
                .hasMessageContaining("x.md:1");
    }

    @Test
    void anAnswerMayHoldMoreThanIsShownButNothingElse() {
        assertThat(Shown.differences("{\"a\": 1.235}", "{\"x\":1}{\"a\":1.23456,\"b\":2}"))
                .isEmpty();
        assertThat(Shown.differences("{\"a\": 1.235}", "{\"a\":1.2389}"))
                .containsExactly("/a is 1.2389, shown as 1.235");
        assertThat(Shown.differences("{\"a\": null}", "{\"a\":0}"))
                .containsExactly("/a is 0, shown as null");
        assertThat(Shown.differences("{\"a\": null}", "{}")).containsExactly("/a is missing");
        assertThat(Shown.differences("{\"a\": []}", "{\"a\":[1]}"))
                .containsExactly("/a is [1], shown as empty");
        assertThat(
                        Shown.differences(
                                "{\"a\": [{\"k\": 2}]}", "{\"a\":[{\"k\":1},{\"k\":2,\"v\":3}]}"))
                .isEmpty();
        assertThat(Shown.differences("{\"a\": [{\"k\": 2}]}", "{\"a\":[{\"k\":1}]}")).hasSize(1);
        assertThat(Shown.differences("{}", "")).containsExactly("there was no answer");
        assertThat(Shown.differences("{}", "<html>")).containsExactly("not JSON: <html>");
    }

    @Test
    void theShellKeepsVariablesAndToleratesNoFailure(@TempDir Path directory) throws Exception {
        Shell shell = new Shell(directory, Map.of("GIVEN", "1"));
        assertThat(shell.run("made=\"$GIVEN two\"")).isEmpty();
        assertThat(shell.run("echo \"$made\"")).isEqualTo("1 two\n");
        assertThatThrownBy(() -> shell.run("false | cat\necho on")).hasMessageContaining("false");
        assertThatThrownBy(() -> shell.run("echo $unset")).isInstanceOf(AssertionError.class);
    }

    private static String sources(String folder) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts.stream().collect(Collectors.joining());
    }
}
