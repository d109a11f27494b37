package dev.payoff.devstack;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The little of psql that {@code docker/postgres/roles.sql} needs, so that the script stays the one
 * source of the roles: whole-line comments, statements that end a line with a semicolon, and {@code
 * :'name'} for a quoted variable.
 */
final class PsqlScript {

    private static final Pattern VARIABLE = Pattern.compile(":'(\\w+)'");

    private PsqlScript() {}

    static List<String> statements(String script, Map<String, String> variables) {
        String code =
                script.lines()
                        .filter(line -> !line.stripLeading().startsWith("--"))
                        .collect(Collectors.joining("\n"));
        String filled =
                VARIABLE.matcher(code)
                        .replaceAll(match -> {
                            String value = variables.get(match.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException(
                                        "The script wants a variable "
                                                + match.group(1)
                                                + " that is not given");
                            }
                            return Matcher.quoteReplacement("'" + value.replace("'", "''") + "'");
                        });
        return Stream.of(filled.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }
}
