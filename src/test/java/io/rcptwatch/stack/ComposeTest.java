package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The whole stack in containers, as far as it can be held to the files beside it without any. */
class ComposeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("config");
    private static final JsonNode COMPOSE = yaml(FOLDER.resolve("compose.yaml"));
    private static final String CONTAINERFILE = read(FOLDER.resolve("Containerfile"));

    /** Without a host of a registry, and with a version of three numbers. */
    private static final Pattern PINNED =
            Pattern.compile("([a-z0-9-]+/)?[a-z0-9-]+:v?\\d+\\.\\d+\\.\\d+\\S*");

    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d+)");

    private record Mount(Path source, String target) {}

    static List<String> services() {
        return List.copyOf(fields(COMPOSE.path("services")));
    }

    private static Set<String> fields(JsonNode node) {
        return node.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_runs_a_pinned_image_and_says_whether_it_is_well(String name) {
        JsonNode service = service(name);
        String image = service.path("image").asText();
        if (service.has("build")) {
            assertThat(image).isEqualTo("rcptwatch:local");
            assertThat(
                            FOLDER.resolve(service.at("/build/context").asText())
                                    .normalize()
                                    .resolve(service.at("/build/dockerfile").asText()))
                    .isRegularFile();
        } else {
            assertThat(image).matches(PINNED);
        }
        assertThat(
                        LOOPBACK.matcher(service.at("/healthcheck/test").toString())
                                .results()
                                .map(m -> m.group(1)))
                .containsExactly(port(name));
    }

    /** Each listens on loopback only, where the files of the others expect it. */
    private static String port(String name) {
        return switch (name) {
            case "agent" ->
                    only(
                            Shipped.PROMETHEUS.resolve("prometheus.yml"),
                            "/scrape_configs/0/static_configs/0/targets/0");
            case "alertmanager" ->
                    only(
                            Shipped.PROMETHEUS.resolve("prometheus.yml"),
                            "/alerting/alertmanagers/0/static_configs/0/targets/0");
            case "prometheus" ->
                    only(
                            Shipped.GRAFANA.resolve("datasources/prometheus.yml"),
                            "/datasources/0/url");
            case "grafana" -> "3000"; // as in the alerts' dashboard_url
            default -> throw new AssertionError(name);
        };
    }

    private static String only(Path file, String place) {
        return LOOPBACK.matcher(yaml(file).at(place).asText())
                .results()
                .map(m -> m.group(1))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "agent, 127.0.0.1:%s",
        "prometheus, --web.listen-address=127.0.0.1:%s",
        "alertmanager, --web.listen-address=127.0.0.1:%s"
    })
    void a_service_listens_where_the_others_look_for_it(String name, String option) {
        assertThat(service(name).path("network_mode").asText()).isEqualTo("host");
        assertThat(texts(service(name).path("command"))).contains(option.formatted(port(name)));
    }

    @Test
    void grafana_listens_on_loopback_too() {
        assertThat(service("grafana").path("network_mode").asText()).isEqualTo("host");
        assertThat(service("grafana").at("/environment/GF_SERVER_HTTP_ADDR").asText())
                .isEqualTo("127.0.0.1");
        assertThat(service("grafana").at("/environment/GF_SERVER_HTTP_PORT").asText())
                .isEqualTo(port("grafana"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatever_is_mounted_is_there_or_a_volume(String name) {
        for (Mount mount : mounts(name)) {
            if (mount.source().startsWith(".") || mount.source().startsWith("..")) {
                assertThat(FOLDER.resolve(mount.source())).isDirectory();
            } else {
                assertThat(fields(COMPOSE.path("volumes"))).contains(mount.source().toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "agent, /etc/rcptwatch/rcptwatch.yaml",
        "prometheus, --config.file=/etc/prometheus/prometheus.yml",
        "alertmanager, --config.file=/etc/alertmanager/alertmanager.yml"
    })
    void the_configuration_of_a_service_is_in_what_is_mounted(String name, String option) {
        assertThat(texts(service(name).path("command"))).contains(option);
        assertThat(inCheckout(name, option.substring(option.indexOf('/')))).isRegularFile();
    }

    @Test
    void what_grafana_is_provisioned_with_is_in_what_is_mounted() {
        String dashboards =
                yaml(Shipped.GRAFANA.resolve("dashboards/rcptwatch.yml"))
                        .at("/providers/0/options/path")
                        .asText();
        assertThat(inCheckout("grafana", dashboards + "/overview.json")).isRegularFile();
        assertThat(inCheckout("grafana", "/etc/grafana/provisioning/datasources/prometheus.yml"))
                .isRegularFile();
    }

    @Test
    void what_is_written_outlives_the_container() {
        assertThat(service("agent").path("read_only").asBoolean()).isTrue();
        assertThat(services())
                .allSatisfy(
                        name ->
                                assertThat(mounts(name))
                                        .extracting(mount -> mount.source().toString())
                                        .containsAnyElementsOf(fields(COMPOSE.path("volumes"))));
        assertThat(CONTAINERFILE).contains("STATE_DIRECTORY=" + mount("agent", "state"));
    }

    private static String mount(String name, String source) {
        return mounts(name).stream()
                .filter(mount -> mount.source().equals(Path.of(source)))
                .findFirst()
                .orElseThrow()
                .target();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSWORD", "SECRET", "TOKEN", "_KEY"})
    void there_are_no_secrets(String word) {
        assertThat(COMPOSE.toString()).doesNotContain(word);
    }

    @Test
    void the_image_is_pinned_and_its_user_has_no_privileges() {
        assertThat(words("FROM")).singleElement().matches(image -> PINNED.matcher(image).matches());
        assertThat(words("USER")).containsExactly("9025:9025");
    }

    /** The program itself need not be built when this is looked at. */
    @Test
    void the_image_gets_what_the_launcher_starts() {
        List<String> copied = words("COPY").stream().map(words -> words.split(" ", -1)[0]).toList();
        assertThat(copied)
                .containsExactlyInAnyOrder(
                        "rcptwatch",
                        "target/quarkus-app/quarkus-run.jar",
                        "target/quarkus-app/app",
                        "target/quarkus-app/lib",
                        "target/quarkus-app/quarkus");
        assertThat(read(Path.of("rcptwatch"))).contains("app=$here/target/quarkus-app");
    }

    private static List<String> words(String instruction) {
        return CONTAINERFILE
                .lines()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    /** Where a file of a container comes from. */
    private static Path inCheckout(String name, String file) {
        return mounts(name).stream()
                .filter(mount -> file.startsWith(mount.target() + "/"))
                .map(
                        mount ->
                                FOLDER.resolve(mount.source())
                                        .resolve(file.substring(mount.target().length() + 1)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " is not mounted"));
    }

    private static List<Mount> mounts(String name) {
        List<Mount> mounts = new ArrayList<>();
        for (String volume : texts(service(name).path("volumes"))) {
            String[] parts = volume.split(":", -1);
            mounts.add(new Mount(Path.of(parts[0]), parts[1]));
        }
        return mounts;
    }

    private static JsonNode service(String name) {
        return COMPOSE.path("services").path(name);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static JsonNode yaml(Path file) {
        return JSON.valueToTree(new Yaml().load(read(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
