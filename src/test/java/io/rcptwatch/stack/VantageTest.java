package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each host, family and identity apart: from the configuration to status, metrics and page. */
@QuarkusTest
@TestProfile(VantageProfile.class)
class VantageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void awaitFirstRounds() throws Exception {
        Patience.waits(
                Duration.ofMinutes(1),
                () ->
                        targets()
                                .valueStream()
                                .noneMatch(t -> t.path("status").asText().equals("pending")));
    }

    @Test
    void two_identities_of_which_one_is_blocked_are_told_apart() throws Exception {
        JsonNode target = target("picky.test");

        assertThat(target.path("statuses").toString())
                .isEqualTo("{\"first\":\"deliverable\",\"second\":\"rejected\"}");
        assertThat(target.path("status").asText()).isEqualTo("degraded");
        assertThat(samples("smtp_probe_success", "picky.test"))
                .anyMatch(s -> s.contains("identity=\"first\"") && s.endsWith(" 1"))
                .anyMatch(s -> s.contains("identity=\"second\"") && s.endsWith(" 0"));
        assertThat(samples("smtp_probe_domain_status", "picky.test"))
                .anyMatch(s -> is(s, "1", "identity=\"first\"", "status=\"deliverable\""))
                .anyMatch(s -> is(s, "1", "identity=\"second\"", "status=\"rejected\""))
                .anyMatch(s -> is(s, "0", "identity=\"first\"", "status=\"rejected\""));
        assertThat(samples("smtp_probe_last_result_info", "picky.test"))
                .anyMatch(s -> is(s, "1", "identity=\"second\"", "outcome=\"ip_blocked\""));
        assertThat(get("/?q=picky&status=rejected"))
                .contains("asked as second", "Client host [127.0.0.3] blocked")
                .doesNotContain("asked as first");
        assertThat(get("/targets/picky.test")).contains("asked as first", "asked as second");
    }

    @Test
    void a_family_that_fails_beside_one_that_works_is_told_apart() throws Exception {
        Peers.need(ip6(), "no ::1 on this machine");
        JsonNode target = target("half.test");

        assertThat(target.path("statuses").path("any").asText()).isEqualTo("degraded");
        assertThat(samples("smtp_probe_success", "half.test"))
                .anyMatch(s -> is(s, "1", "family=\"ip4\"", "identity=\"any\""))
                .anyMatch(s -> is(s, "0", "family=\"ip6\"", "identity=\"any\""));
        assertThat(samples("smtp_probe_last_result_info", "half.test"))
                .anyMatch(s -> is(s, "1", "family=\"ip4\"", "outcome=\"accepted\""))
                .anyMatch(s -> is(s, "1", "family=\"ip6\"", "outcome=\"connect_failed\""));
        assertThat(get("/?q=half&status=degraded")).contains("asked as any", "connect_failed");
        assertThat(get("/targets/half.test")).contains("ip4, asked as any", "ip6, asked as any");
    }

    @Test
    void who_connects_from_an_ipv4_address_has_no_result_over_ipv6() throws Exception {
        assertThat(target("half.test").path("statuses").path("first").asText())
                .isEqualTo("deliverable");
        assertThat(samples("smtp_probe_success", "half.test"))
                .filteredOn(s -> s.contains("identity=\"first\""))
                .singleElement()
                .asString()
                .contains("family=\"ip4\"");
    }

    @Test
    void a_dead_best_host_with_a_good_second_one_is_degraded() throws Exception {
        assertThat(target("second.test").path("status").asText()).isEqualTo("degraded");
        assertThat(samples("smtp_probe_success", "second.test"))
                .anyMatch(s -> is(s, "0", "mx=\"mx1.second.test"))
                .anyMatch(s -> is(s, "1", "mx=\"mx2.second.test"));
    }

    @Test
    void the_way_out_is_known_for_each_identity_and_family() throws Exception {
        // The one host that is asked has no IPv6 address: nothing is known of that way.
        assertThat(get("/metrics").lines())
                .contains(
                        "smtp_probe_egress_reachable{identity=\"first\",family=\"ip4\"} 1",
                        "smtp_probe_egress_reachable{identity=\"second\",family=\"ip4\"} 1",
                        "smtp_probe_egress_reachable{identity=\"any\",family=\"ip4\"} 1",
                        "smtp_probe_egress_reachable{identity=\"any\",family=\"ip6\"} NaN");
        assertThat(get("/")).doesNotContain("class=\"notice\"");
    }

    private static boolean ip6() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean is(String sample, String value, String... labels) {
        return sample.endsWith(" " + value) && Arrays.stream(labels).allMatch(sample::contains);
    }

    private static List<String> samples(String metric, String domain) throws Exception {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + "{domain=\"" + domain + "\""))
                .toList();
    }

    private static JsonNode targets() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/v1/targets"));
    }

    private static JsonNode target(String domain) throws IOException, InterruptedException {
        return JSON.readTree(get("/api/v1/targets/" + domain));
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
