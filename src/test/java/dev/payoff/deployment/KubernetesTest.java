package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTest {

    private static final Path BASE = Path.of("k8s/base");
    private static final Map<String, Class<? extends HasMetadata>> MODELS =
            Map.of(
                    "ConfigMap", ConfigMap.class,
                    "Deployment", Deployment.class,
                    "Ingress", Ingress.class,
                    "Namespace", Namespace.class,
                    "NetworkPolicy", NetworkPolicy.class,
                    "PodDisruptionBudget", PodDisruptionBudget.class,
                    "Service", Service.class,
                    "ServiceAccount", ServiceAccount.class);
    private static final List<HasMetadata> RESOURCES = read(BASE);

    static List<Deployment> deployments() {
        return of(Deployment.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/keda", "k8s/example"})
    void theListNamesExactlyTheFilesThatThereAre(String folder) {
        List<String> files =
                Yaml.in(Path.of(folder)).stream()
                        .map(it -> it.getFileName().toString())
                        .filter(it -> !it.equals("kustomization.yaml"))
                        .toList();
        JsonNode list = Yaml.document(Path.of(folder, "kustomization.yaml"));
        assertThat(list.get("resources"))
                .extracting(JsonNode::asText)
                .filteredOn(it -> !it.startsWith("../"))
                .containsExactlyInAnyOrderElementsOf(files);
        Stream.of("resources", "components")
                .flatMap(key -> list.path(key).valueStream())
                .map(JsonNode::asText)
                .filter(it -> it.startsWith("../"))
                .forEach(it ->
                        assertThat(Path.of(folder, it, "kustomization.yaml"))
                                .as("%s of %s", it, folder)
                                .exists());
    }

    @Test
    void everyResourceIsKnownToKubernetesAndNamedOnce() {
        assertThat(RESOURCES)
                .extracting(it -> it.getKind() + "/" + it.getMetadata().getName())
                .doesNotHaveDuplicates();
        read(Path.of("k8s/example"));
    }

    @Test
    void eachRoleIsPlayedByADeployment() {
        assertThat(deployments().stream().flatMap(it -> roles(it).stream()))
                .containsExactlyInAnyOrder("web", "connect", "stream", "relay", "notify");
    }

    @Test
    void selectorsFindTheirPods() {
        List<Map<String, String>> pods =
                deployments().stream()
                        .map(it -> it.getSpec().getTemplate().getMetadata().getLabels())
                        .toList();
        for (Deployment it : deployments()) {
            assertThat(it.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(it.getSpec().getSelector().getMatchLabels());
        }
        List<Map<String, String>> selectors = new ArrayList<>();
        of(Service.class).forEach(it -> selectors.add(it.getSpec().getSelector()));
        of(PodDisruptionBudget.class)
                .forEach(it -> selectors.add(it.getSpec().getSelector().getMatchLabels()));
        assertThat(selectors)
                .hasSize(2 + 4)
                .allSatisfy(selector ->
                        assertThat(pods)
                                .filteredOn(labels ->
                                        labels.entrySet().containsAll(selector.entrySet()))
                                .as("pods of %s", selector)
                                .hasSize(1));
    }

    @Test
    void aBudgetLeavesRoomForADrain() {
        Map<String, Integer> replicas =
                deployments().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        it -> it.getMetadata().getName(),
                                        it -> it.getSpec().getReplicas()));
        assertThat(of(PodDisruptionBudget.class))
                .allSatisfy(it ->
                        assertThat(replicas.get(it.getMetadata().getName()))
                                .isGreaterThan(it.getSpec().getMinAvailable().getIntVal()));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void podsAreConfined(Deployment deployment) {
        PodTemplateSpec pod = deployment.getSpec().getTemplate();
        Container container = container(deployment);

        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop())
                .containsExactly("ALL");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getVolumeMounts())
                .as("a read-only file system needs a place for temporary files")
                .anySatisfy(it -> assertThat(it.getMountPath()).isEqualTo("/tmp"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void probesAskTheRightQuestionAtAPortThatExists(Deployment deployment) {
        Container it = container(deployment);
        assertThat(path(it.getStartupProbe())).isEqualTo("/q/health/started");
        assertThat(path(it.getLivenessProbe())).isEqualTo("/q/health/live");
        assertThat(path(it.getReadinessProbe())).isEqualTo("/q/health/ready");
        assertThat(Stream.of(it.getStartupProbe(), it.getLivenessProbe(), it.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(it.getPorts())
                                .extracting(port -> port.getName())
                                .contains(probe.getHttpGet().getPort().getStrVal()));
        assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .as("seconds to end open streams, beyond the pause before the signal")
                .isGreaterThan(it.getLifecycle().getPreStop().getSleep().getSeconds() + 30);
    }

    @Test
    void eachSettingIsOneThatTheApplicationKnows() throws IOException {
        Set<String> used = new TreeSet<>();
        deployments().forEach(it -> container(it).getEnv().forEach(env -> used.add(env.getName())));
        of(ConfigMap.class).forEach(it -> used.addAll(it.getData().keySet()));
        var named =
                java.util.regex.Pattern.compile("PAYOFF_[A-Z_]+")
                        .matcher(Files.readString(Path.of("k8s/README.md")));
        while (named.find()) {
            used.add(named.group());
        }
        assertThat(used).hasSizeGreaterThan(10).isSubsetOf(Settings.variables());
    }

    @Test
    void noSecretLiesInTheBase() {
        assertThat(of(ConfigMap.class).getFirst().getData().keySet())
                .noneMatch(it -> it.contains("PASSWORD") || it.contains("SECRET"));
        assertThat(RESOURCES).noneMatch(it -> it.getKind().equals("Secret"));
    }

    @Test
    void theImageIsPinned() {
        JsonNode image = Yaml.document(BASE.resolve("kustomization.yaml")).at("/images/0");
        assertThat(deployments())
                .allSatisfy(it ->
                        assertThat(container(it).getImage()).isEqualTo(image.get("name").asText()));
        assertThat(image.get("newTag").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void nothingIsReachableThatNoPolicyNames() {
        NetworkPolicy all =
                of(NetworkPolicy.class).stream()
                        .filter(it -> it.getMetadata().getName().equals("payoff-deny-all"))
                        .findFirst()
                        .orElseThrow();
        assertThat(all.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
        assertThat(all.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(all.getSpec().getIngress()).isNullOrEmpty();
        assertThat(all.getSpec().getEgress()).isNullOrEmpty();
    }

    @Test
    void theScalerScalesADeploymentThatExists() {
        JsonNode scaler = Yaml.document(Path.of("k8s/keda/scaledobject.yaml"));
        assertThat(deployments())
                .extracting(it -> it.getMetadata().getName())
                .contains(scaler.at("/spec/scaleTargetRef/name").asText());
        int partitions =
                Yaml.document(Path.of("kafka-topics/payoff.measurements.monitoring.v1.yaml"))
                        .at("/spec/partitions")
                        .asInt();
        assertThat(scaler.at("/spec/maxReplicaCount").asInt()).isEqualTo(partitions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/strimzi", "k8s/example"})
    void kustomizeRendersIt(String folder) throws Exception {
        Process kubectl;
        Path out = Files.createTempFile("rendered", ".yaml");
        try {
            kubectl =
                    new ProcessBuilder("kubectl", "kustomize", folder)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "kubectl is not on this machine, so nothing is rendered: " + e);
            return;
        }
        assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(kubectl.exitValue()).as(Files.readString(out)).isZero();
        assertThat(Yaml.documents(out))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(it -> assertThat(it.at("/metadata/name").asText()).isNotEmpty());
        Files.delete(out);
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static Container container(Deployment deployment) {
        List<Container> containers = deployment.getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static List<String> roles(Deployment deployment) {
        return container(deployment).getEnv().stream()
                .filter(it -> it.getName().equals("PAYOFF_ROLES"))
                .flatMap(it -> Stream.of(it.getValue().split(",")))
                .toList();
    }

    private static <T extends HasMetadata> List<T> of(Class<T> kind) {
        return RESOURCES.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<HasMetadata> read(Path folder) {
        return Yaml.in(folder).stream()
                .filter(it -> !it.endsWith("kustomization.yaml"))
                .flatMap(file -> Yaml.documents(file).stream())
                .<HasMetadata>map(KubernetesTest::typed)
                .toList();
    }

    private static HasMetadata typed(JsonNode document) {
        String kind = document.path("kind").asText();
        Class<? extends HasMetadata> model =
                Objects.requireNonNull(MODELS.get(kind), "no model for '" + kind + "'");
        HasMetadata resource = Yaml.as(document, model);
        assertThat(document.path("apiVersion").asText())
                .isEqualTo(HasMetadata.getApiVersion(model));
        assertThat(resource.getMetadata().getName()).matches("[a-z][a-z0-9-]{0,62}");
        return resource;
    }
}
