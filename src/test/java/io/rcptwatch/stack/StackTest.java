package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The agent in its sandbox, under a real Prometheus, and that before a real Alertmanager. */
@EnabledIf(
        value = "io.rcptwatch.stack.Stack#wanted",
        disabledReason = "no prometheus or no prometheus-alertmanager on the path")
@QuarkusTest
@TestProfile(SandboxProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Alerts that are about what the sandbox does not show: what they read must be there. */
    private static final Map<String, String> QUIET =
            Map.ofEntries(
                    Map.entry("RcptwatchAgentDown", "it is up"),
                    Map.entry("RcptwatchAgentUnwell", "it is well"),
                    Map.entry("RcptwatchStateStoreUnwell", "and so is its state file"),
                    Map.entry("RcptwatchEgressBlocked", "the way out is open"),
                    Map.entry("RcptwatchIdentityBlocked", "most domains take its mail"),
                    Map.entry("RcptwatchDeferralsHigh", "it takes time"),
                    Map.entry(
                            "RcptwatchProviderThrottles", "the provider that defers rejects, too"),
                    Map.entry("RcptwatchGreylistingNeverPasses", "it takes a day"),
                    Map.entry("RcptwatchStarttlsLost", "it takes an hour"),
                    Map.entry("RcptwatchMxChanged", "the DNS of the sandbox stays as it is"),
                    Map.entry("RcptwatchIdentityCheckFailed", "all is well with its names"),
                    Map.entry("RcptwatchProbeStale", "every domain is probed in time"),
                    Map.entry("RcptwatchConfigReloadFailed", "the configuration is right"),
                    Map.entry("RcptwatchNothingSent", "something is sent"),
                    Map.entry("RcptwatchLogUnwell", "the log can be read"),
                    Map.entry("RcptwatchUnclassifiedReplies", "there are rules for all replies"),
                    Map.entry("RcptwatchCertificateExpired", "somebody relies on each"),
                    Map.entry("RcptwatchCertificateExpiring", "they are new, or have ended"));

    /** Queries of panels that ask for what the sandbox does not show. */
    private static final Map<String, String> EMPTY =
            Map.of(
                    "Greylisting in this time, A", "the one who waited may be in already",
                    "Greylisting in this time, B", "the same",
                    "Greylisting in this time, C", "the same",
                    "Greylisting in this time, D", "nobody waits for a day here");

    private URI metrics;
    @AutoClose private TurningReceiver receiver;
    @AutoClose private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Config config = ConfigProvider.getConfig();
        metrics = URI.create(config.getValue("test.url", String.class) + "/metrics");
        stack = Stack.start(folder, metrics.getAuthority());
        int port = config.getValue(SandboxProfile.RECEIVER_PORT, Integer.class);
        receiver = TurningReceiver.taking(folder, port);
        DeliveryLog.write();
    }

    @Test
    void promtool_likes_the_metrics() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(20)).build();
            String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(text).contains("smtp_probe_domain_status{");
            Tool.Result result = Tool.promtoolReading(text, "check", "metrics");
            assertThat(result.output()).isEmpty();
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void every_query_of_the_dashboards_returns_series() throws Exception {
        List<Query> panels = Query.ofPanels(Shipped.DASHBOARDS);
        assertThat(panels).extracting(Query::place).containsAll(EMPTY.keySet());
        allReturnSeries(panels.stream().filter(q -> !EMPTY.containsKey(q.place())).toList());
        allReturnSeries(Query.ofVariables(Shipped.DASHBOARDS));
    }

    @Test
    void every_alert_and_what_it_looks_up_returns_series() throws Exception {
        List<Query> queries = new ArrayList<>();
        for (Alert alert : Alert.of(Shipped.RULES)) {
            queries.addAll(
                    QUIET.containsKey(alert.name()) ? read(alert) : List.of(alert.expression()));
            queries.addAll(alert.lookUps());
        }
        allReturnSeries(queries);
    }

    private static List<Query> read(Alert alert) {
        return Promql.of(alert.expression().expression()).selectors().stream()
                .map(selector -> new Query(alert.name(), selector, Set.of()))
                .toList();
    }

    private void allReturnSeries(List<Query> queries) throws IOException, InterruptedException {
        assertThat(queries).isNotEmpty();
        List<Query> empty = new ArrayList<>(queries);
        Patience.waits(
                LONGEST,
                () -> {
                    empty.removeAll(returningSeries(empty));
                    return empty.isEmpty();
                });
        assertThat(empty).isEmpty();
    }

    private List<Query> returningSeries(List<Query> queries)
            throws IOException, InterruptedException {
        List<Query> returning = new ArrayList<>();
        for (Query query : queries) {
            if (!stack.value(query.expression()).isEmpty()) {
                returning.add(query);
            }
        }
        return returning;
    }

    @Test
    void everything_recorded_is_there() throws Exception {
        allReturnSeries(Alert.recordings(Shipped.RULES));
    }

    @Test
    void prometheus_understands_every_query_of_the_runbooks() throws Exception {
        List<Query> queries = Query.ofRunbooks(Shipped.RUNBOOKS);
        assertThat(queries).hasSizeGreaterThan(10);
        for (Query query : queries) {
            assertThat(stack.value(query.expression()).isArray()).isTrue();
        }
    }

    @Test
    void every_name_in_a_query_is_one_that_the_agent_publishes() throws Exception {
        List<Query> queries = new ArrayList<>(Query.ofPanels(Shipped.DASHBOARDS));
        queries.addAll(Query.ofVariables(Shipped.DASHBOARDS));
        queries.addAll(Query.ofRunbooks(Shipped.RUNBOOKS));
        queries.addAll(Alert.recordings(Shipped.RULES));
        for (Alert alert : Alert.of(Shipped.RULES)) {
            queries.add(alert.expression());
            queries.addAll(alert.lookUps());
        }
        Patience.waits(LONGEST, () -> strangers(queries).isEmpty());
        assertThat(strangers(queries)).isEmpty();
    }

    @Test
    void a_name_that_the_agent_does_not_publish_is_noticed() throws Exception {
        Query wrong =
                new Query(
                        "wrong",
                        "sum by (host) (smtp_probe_succes{mx=\"x\"} or up{job=\"x\",domain=\"y\"})",
                        Set.of("z"));
        assertThat(strangers(List.of(wrong)))
                .containsExactlyInAnyOrder(
                        "wrong: smtp_probe_succes",
                        "wrong: smtp_probe_succes.mx",
                        "wrong: up.domain",
                        "wrong: host",
                        "wrong: z");
    }

    private List<String> strangers(List<Query> queries) throws IOException, InterruptedException {
        Vocabulary vocabulary = Vocabulary.of(stack.prometheus());
        return queries.stream().flatMap(query -> vocabulary.strangers(query).stream()).toList();
    }

    @Test
    void a_domain_that_begins_to_block_us_is_told_to_a_human() throws Exception {
        String deliverable =
                "smtp_probe_domain_status{domain=\"turns.test\",status=\"deliverable\"} == 1";
        assertThat(Patience.waits(LONGEST, () -> !stack.value(deliverable).isEmpty())).isTrue();
        assertThat(told("RcptwatchDomainRejected", TurningReceiver.DOMAIN)).isEmpty();

        receiver.block();
        Patience.waits(
                LONGEST, () -> told("RcptwatchDomainRejected", TurningReceiver.DOMAIN).isPresent());

        Webhook.Notice notice =
                told("RcptwatchDomainRejected", TurningReceiver.DOMAIN).orElseThrow();
        assertThat(notice.receiver()).isEqualTo("pager");
        assertThat(notice.alert().at("/annotations/description").asText())
                .contains("554 5.7.1 at rcpt: ip_blocked");
    }

    private Optional<Webhook.Notice> told(String alert, String domain) {
        return stack.webhook().notices().stream().filter(n -> n.tells(alert, domain)).findFirst();
    }

    @Test
    void a_provider_that_blocks_us_is_told_instead_of_its_domains() throws Exception {
        assertThat(Patience.waits(LONGEST, () -> inhibited("blocks-google.test"))).isTrue();
        assertThat(Patience.waits(LONGEST, () -> told("RcptwatchProviderBlocks", "").isPresent()))
                .isTrue();
    }

    private boolean inhibited(String domain) throws IOException, InterruptedException {
        JsonNode alerts =
                stack.alertmanager().get("/api/v2/alerts", "filter", "domain=\"" + domain + "\"");
        return alerts.valueStream().anyMatch(a -> !a.at("/status/inhibitedBy").isEmpty());
    }
}
