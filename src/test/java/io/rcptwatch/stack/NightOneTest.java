package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The first night with the agent, under a real Prometheus and a real Alertmanager. */
@EnabledIf(
        value = "io.rcptwatch.stack.Stack#wanted",
        disabledReason = "no prometheus or no prometheus-alertmanager on the path")
@QuarkusTest
@TestProfile(NightOneProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NightOneTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final URI agent =
            URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    @AutoClose private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stack = Stack.start(folder, agent.getAuthority());
    }

    private List<JsonNode> told(String receiver) {
        return stack.webhook().notices().stream()
                .filter(notice -> notice.receiver().equals(receiver))
                .map(Webhook.Notice::alert)
                .filter(alert -> alert.path("status").asText().equals("firing"))
                .toList();
    }

    private Set<String> domains(String receiver, String alert) {
        return told(receiver).stream()
                .filter(a -> a.at("/labels/alertname").asText().equals(alert))
                .map(a -> a.at("/labels/domain").asText())
                .collect(Collectors.toSet());
    }

    private void turn(String domain, String behaviour) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI path = agent.resolve("/api/v1/sandbox/" + domain + "?behaviour=" + behaviour);
            HttpRequest request =
                    HttpRequest.newBuilder(path)
                            .timeout(Duration.ofSeconds(20))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_missing_postmaster_pages_for_no_domain_and_a_block_pages_once() throws Exception {
        Set<String> wrong = NightOneProfile.WITHOUT_POSTMASTER.keySet();
        Patience.waits(
                LONGEST, () -> domains("team", "RcptwatchRecipientRejected").containsAll(wrong));
        assertThat(domains("team", "RcptwatchRecipientRejected")).isEqualTo(wrong);
        Patience.waits(
                LONGEST, () -> domains("team", "RcptwatchDomainRejected").contains("null-mx.test"));
        assertThat(domains("team", "RcptwatchDomainRejected")).containsExactly("null-mx.test");
        assertThat(told("pager")).as("pages in the first night").isEmpty();

        turn(NightOneProfile.OWN_HOST, "block-at-mail");
        turn(NightOneProfile.AT_PROVIDER, "block-at-greeting");
        Patience.waits(LONGEST, () -> told("pager").size() >= 2);
        // Long enough for a second page of either.
        Thread.sleep(Duration.ofSeconds(8));

        assertThat(told("pager"))
                .extracting(
                        alert -> alert.at("/labels/alertname").asText(),
                        alert -> alert.at("/labels/provider").asText(),
                        alert -> alert.at("/labels/domain").asText())
                .containsExactlyInAnyOrder(
                        tuple("RcptwatchDomainRejected", "other", NightOneProfile.OWN_HOST),
                        tuple("RcptwatchProviderBlocks", "apple", ""));
        assertThat(told("pager")).allSatisfy(NightOneTest::saysAllThatIsNeeded);
        assertThat(stack.webhook().notices())
                .filteredOn(notice -> notice.receiver().equals("pager"))
                .extracting(notice -> notice.group().path("domain").asText(""))
                .as("domains of no provider are told one by one")
                .contains(NightOneProfile.OWN_HOST);
        assertThat(descriptions())
                .anyMatch(
                        text ->
                                text.contains("hold_domains = own-host.test ")
                                        && text.contains("550 5.7.1 at mail: ip_blocked"))
                .anyMatch(
                        text ->
                                text.contains("hold_domains = at-apple.test ")
                                        && text.contains("1 × ip_blocked (554 5.7.1, fault: us)"));
    }

    private List<String> descriptions() {
        return told("pager").stream()
                .map(alert -> alert.at("/annotations/description").asText())
                .toList();
    }

    private static void saysAllThatIsNeeded(JsonNode alert) {
        assertThat(alert.at("/annotations/description").asText())
                .startsWith("Hold the queue first: ")
                .contains("postconf -P smtp/unix/soft_bounce=yes && postfix reload", "Exim: ")
                .containsPattern("since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
                .contains("fault: us")
                .contains(
                        "What to do: Hold the queue for this provider, find out what else was sent");
    }
}
