package dev.payoff.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings that the application knows, as environment variables. */
final class Settings {

    private static final Pattern NAME = Pattern.compile("\\bpayoff(?:\\.[a-z][a-z-]*)+");

    /** Every {@code PAYOFF_…} variable that application.properties or the code names. */
    static Set<String> variables() {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> code = Files.walk(Path.of("src/main/java"))) {
            collect(Path.of("src/main/resources/application.properties"), found);
            for (Path file : code.filter(it -> it.toString().endsWith(".java")).toList()) {
                collect(file, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void collect(Path file, Set<String> found) throws IOException {
        Matcher names = NAME.matcher(Files.readString(file));
        while (names.find()) {
            found.add(names.group().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
        }
    }

    private Settings() {}
}
