package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Manifest.Field;
import dev.payoff.connector.Manifest.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The settings that a connector's page tells are those of its manifest. Between the marks {@code
 * <!-- settings: kind -->} and {@code <!-- end of settings -->} stands the table that is made of it
 * here; where a page differs, the page as it should be lies in {@code target/connector-pages}.
 */
class ConnectorPagesTest {

    private static final Path PAGES = Path.of("docs/connectors");
    private static final Path MANIFESTS = Path.of("src/main/resources/connector");
    private static final Path MADE = Path.of("target/connector-pages");
    private static final String END = "<!-- end of settings -->";
    private static final Pattern SETTINGS =
            Pattern.compile("<!-- settings: ([a-z-]+) -->\n(.*?)" + END, Pattern.DOTALL);

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String withTables(String page) {
        return SETTINGS.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement(section(found.group(1))));
    }

    private static String section(String kind) {
        return "<!-- settings: " + kind + " -->\n" + table(Manifest.load(kind)) + END;
    }

    static String table(Manifest manifest) {
        StringBuilder table = new StringBuilder();
        if (manifest.fields().isEmpty()) {
            return "There is nothing to set.\n";
        }
        table.append("| setting | | where it is left out | |\n|---|---|---|---|\n");
        for (Field field : manifest.fields()) {
            table.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    field.name(), what(field), leftOut(field), cell(field.help())));
        }
        return table.toString();
    }

    private static String what(Field field) {
        return switch (field.type()) {
            case TEXT -> "text";
            case URL -> "URL";
            case INTEGER -> "whole number" + range(field);
            case BOOLEAN -> "`true`, `false`";
            case CHOICE -> "`" + String.join("`, `", choices(field)) + "`";
            case TEXTS -> "list of texts";
            case JSON -> "JSON";
            case SECRET -> "secret";
        };
    }

    private static List<String> choices(Field field) {
        List<String> choices = field.choices();
        return choices == null ? List.of() : choices;
    }

    private static String range(Field field) {
        if (field.min() == null && field.max() == null) {
            return "";
        }
        return field.max() == null
                ? ", at least " + field.min()
                : field.min() == null
                        ? ", at most " + field.max()
                        : ", " + field.min() + " to " + field.max();
    }

    private static String leftOut(Field field) {
        if (field.generate()) {
            return "made up, shown once";
        }
        if (field.defaultValue() != null) {
            return "`" + cell(String.valueOf(field.defaultValue())) + "`";
        }
        return field.required() ? "needed" : "";
    }

    /** Fit for a cell of a table. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    @Test
    void eachPageTellsTheSettingsOfItsManifest() throws IOException {
        List<String> drifted = new ArrayList<>();
        for (Path page : files(PAGES, ".md")) {
            String stands = Files.readString(page);
            String due = withTables(stands);
            if (!due.equals(stands)) {
                Files.createDirectories(MADE);
                Files.writeString(MADE.resolve(page.getFileName()), due);
                drifted.add(page.toString());
            }
        }
        assertThat(drifted).as("Take over what lies in %s", MADE).isEmpty();
    }

    @Test
    void eachManifestIsToldOnOnePage() throws IOException {
        Map<String, List<String>> pages = new TreeMap<>();
        for (Path page : files(PAGES, ".md")) {
            SETTINGS.matcher(Files.readString(page))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(kind ->
                            pages.computeIfAbsent(kind, _ -> new ArrayList<>())
                                    .add(page.getFileName().toString()));
        }
        List<String> kinds =
                files(MANIFESTS, ".json").stream()
                        .map(file -> file.getFileName().toString().replace(".json", ""))
                        .toList();
        assertThat(pages.keySet()).containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(pages.values()).allSatisfy(on -> assertThat(on).hasSize(1));
    }

    @Test
    void aSettingThatOnlyAPageOrOnlyAManifestHasIsSeen() {
        Field field =
                new Field("step", Type.INTEGER, "Step", "a|b", false, 60, null, 15L, 900L, false);
        Manifest manifest =
                new Manifest(
                        "k", "K", Family.MONITORING, Manifest.Way.PULL, "D.", null, List.of(field));
        assertThat(table(manifest))
                .isEqualTo(
                        "| setting | | where it is left out | |\n|---|---|---|---|\n"
                                + "| `step` | whole number, 15 to 900 | `60` | a\\|b |\n");
        String page = "Before.\n" + section("alertmanager") + "\nAfter.\n";
        assertThat(withTables(page)).isEqualTo(page);
        assertThat(withTables(page.replace("`token`", "`tokn`"))).isEqualTo(page);
    }
}
