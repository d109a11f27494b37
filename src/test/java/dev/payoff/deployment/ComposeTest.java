package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final Path FOLDER = Path.of("docker");
    private static final Set<String> TOP = Set.of("name", "services", "volumes");
    private static final Set<String> OF_A_SERVICE =
            Set.of(
                    "image",
                    "build",
                    "command",
                    "environment",
                    "depends_on",
                    "volumes",
                    "ports",
                    "healthcheck",
                    "restart",
                    "read_only",
                    "tmpfs",
                    "cap_drop",
                    "security_opt",
                    "stop_grace_period");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[?-][^}]*)?}");
    private static final JsonNode COMPOSE = Yaml.document(FOLDER.resolve("compose.yaml"));
    private static final JsonNode SERVICES = COMPOSE.get("services");

    @Test
    void itHasOnlyKeysOfTheSpecificationThatWeUse() {
        assertThat(COMPOSE.fieldNames()).toIterable().isSubsetOf(TOP);
        SERVICES.properties()
                .forEach(service ->
                        assertThat(service.getValue().fieldNames())
                                .toIterable()
                                .as(service.getKey())
                                .isSubsetOf(OF_A_SERVICE));
    }

    @Test
    void imagesArePinnedAndStoresAreReachableFromThisMachineOnly() {
        SERVICES.properties()
                .forEach(service -> {
                    if (!service.getValue().has("build")) {
                        assertThat(service.getValue().get("image").asText())
                                .matches("[a-z/]+:\\d+\\.\\d+[a-z0-9.-]*");
                    }
                    assertThat(service.getValue().get("ports"))
                            .extracting(JsonNode::asText)
                            .allMatch(port -> port.startsWith("127.0.0.1:"));
                });
    }

    @Test
    void whatIsWaitedForIsThereAndTellsItsHealth() {
        JsonNode awaited = SERVICES.at("/payoff/depends_on");
        assertThat(awaited.properties()).hasSize(3);
        awaited.properties()
                .forEach(it -> {
                    assertThat(it.getValue().get("condition").asText())
                            .isEqualTo("service_healthy");
                    assertThat(SERVICES.at("/" + it.getKey() + "/healthcheck/test")).isNotEmpty();
                });
    }

    @Test
    void everyMountAndVolumeExists() {
        SERVICES.properties().stream()
                .flatMap(service -> service.getValue().path("volumes").valueStream())
                .map(it -> it.asText().split(":")[0])
                .forEach(source -> {
                    if (source.startsWith("./")) {
                        assertThat(FOLDER.resolve(source)).exists();
                    } else {
                        assertThat(COMPOSE.get("volumes").has(source)).as(source).isTrue();
                    }
                });
        assertThat(FOLDER.resolve("postgres/init.sh")).isExecutable();
    }

    @Test
    void eachSettingIsOneThatTheApplicationKnows() {
        List<String> used =
                SERVICES.at("/payoff/environment").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(used).hasSizeGreaterThan(8).isSubsetOf(Settings.variables());
    }

    @Test
    void nothingStartsOnASecretThatEverybodyKnows() throws IOException {
        Map<String, String> example = example();
        Set<String> used = new TreeSet<>();
        Matcher variables = VARIABLE.matcher(Files.readString(FOLDER.resolve("compose.yaml")));
        while (variables.find()) {
            String name = variables.group(1);
            used.add(name);
            if (name.equals("PAYOFF_SECRET")
                    || name.startsWith("PAYOFF_PG_")
                    || name.equals("POSTGRES_PASSWORD")) {
                assertThat(variables.group(2)).as(name).startsWith(":?");
                assertThat(example.get(name)).as(name).isEmpty();
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(example.keySet());
    }

    @Test
    void theRolesGetThePasswordsThatTheScriptNames() throws IOException {
        Set<String> wanted = names(":'([a-z_]+)'", FOLDER.resolve("postgres/roles.sql"));
        assertThat(wanted)
                .hasSize(3)
                .isEqualTo(names("-v ([a-z_]+_password)=", FOLDER.resolve("postgres/init.sh")));
        Set<String> given = names("\\$(PAYOFF_[A-Z_]+)", FOLDER.resolve("postgres/init.sh"));
        assertThat(given)
                .allSatisfy(it ->
                        assertThat(SERVICES.at("/postgres/environment").has(it)).as(it).isTrue());
    }

    private static Set<String> names(String pattern, Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Map<String, String> example() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve(".env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values;
    }
}
