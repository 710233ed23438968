package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rcptwatch.metrics.Described;
import io.rcptwatch.metrics.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a newcomer sees: the whole agent in its sandbox, from the configuration to the scrape. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
class SandboxStatusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> ONLY_AT_PROBE =
            Set.of(
                    "probe_success",
                    "probe_duration_seconds",
                    "smtp_probe_result_age_seconds",
                    "smtp_probe_answer_info");

    @Test
    void every_domain_of_the_sandbox_has_its_status_within_a_minute() throws Exception {
        Map<String, String> expected = expected();
        assertThat(expected).hasSizeGreaterThan(30);

        Patience.waits(Duration.ofMinutes(1), () -> shown().equals(expected));

        assertThat(shown()).isEqualTo(expected);
        List<String> samples = get("/metrics").lines().toList();
        String page = get("/?status=rejected");
        expected.forEach(
                (domain, status) -> {
                    assertThat(samples).anyMatch(sample -> isStatus(sample, domain, status));
                    assertThat(page.contains(">" + domain + "<"))
                            .as("%s is on the page of the rejected", domain)
                            .isEqualTo(status.equals("rejected"));
                });
    }

    @Test
    void the_sandbox_has_a_good_word_for_its_agent_and_one_list_has_not() throws Exception {
        Patience.waits(
                Duration.ofSeconds(30),
                () -> !JSON.readTree(get("/api/v1/identities")).at("/0/checked_at").isNull());

        List<String> samples = get("/metrics").lines().toList();
        assertThat(samples)
                .filteredOn(sample -> sample.startsWith("smtp_probe_identity_check{"))
                .hasSize(7)
                .allMatch(sample -> sample.endsWith(" 1"));
        assertThat(samples)
                .contains(
                        "smtp_probe_dnsbl_listed{identity=\"demo\",list=\"list.sandbox.test\"} 1");
        assertThat(get("/")).contains("Listed for show");
    }

    @Test
    void the_page_of_the_metrics_lists_what_there_is_and_nothing_else() throws Exception {
        DeliveryLog.write();
        List<Described> page = MetricsPage.listed();
        Patience.waits(Duration.ofMinutes(1), () -> Set.copyOf(scraped()).equals(Set.copyOf(page)));

        assertThat(scraped()).containsExactlyInAnyOrderElementsOf(page);
        assertThat(MetricsPage.strangers(get("/metrics"))).isEmpty();
    }

    /** All metrics, and those that only one domain has that is asked about by itself. */
    private static List<Described> scraped() throws IOException, InterruptedException {
        Stream<Described> one = Described.of(get("/probe?target=accepts.test")).stream();
        Stream<Described> all = Described.of(get("/metrics")).stream();
        return Stream.concat(all, one.filter(d -> ONLY_AT_PROBE.contains(d.name()))).toList();
    }

    private static boolean isStatus(String sample, String domain, String status) {
        return sample.startsWith("smtp_probe_domain_status{domain=\"" + domain + "\"")
                && sample.contains("status=\"" + status + "\"")
                && Double.parseDouble(sample.substring(sample.lastIndexOf(' '))) == 1;
    }

    /** By the world's file, in which every domain says what it shows. */
    private static Map<String, String> expected() throws IOException {
        Map<String, Object> world =
                new Yaml().load(Files.readString(Path.of("config/sandbox.yaml")));
        JsonNode domains = JSON.valueToTree(world.get("domains"));
        return domains.valueStream()
                .collect(
                        Collectors.toMap(
                                d -> d.path("domain").asText(),
                                d -> d.path("expect").path("status").asText(),
                                (a, _) -> a,
                                TreeMap::new));
    }

    private static Map<String, String> shown() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/v1/targets"))
                .valueStream()
                .filter(t -> !t.path("domain").asText().equals(TurningReceiver.DOMAIN))
                .collect(
                        Collectors.toMap(
                                t -> t.path("domain").asText(),
                                t -> t.path("status").asText(),
                                (a, _) -> a,
                                TreeMap::new));
    }

    private static String get(String path) throws IOException, InterruptedException {
        String url = ConfigProvider.getConfig().getValue("test.url", String.class);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(Duration.ofSeconds(20))
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }
}
