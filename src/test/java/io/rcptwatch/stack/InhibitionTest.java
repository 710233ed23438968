package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rcptwatch.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Alertmanager holds back, with the configuration that we ship. */
@EnabledIf(
        value = "io.rcptwatch.stack.Stack#wanted",
        disabledReason = "no prometheus or no prometheus-alertmanager on the path")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InhibitionTest {
    @AutoClose private Server alertmanager;
    private int cases;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        alertmanager =
                Server.start(
                        folder,
                        Peers.program("prometheus-alertmanager", "alertmanager"),
                        "--config.file=" + Shipped.ALERTMANAGER.toAbsolutePath(),
                        "--storage.path=data",
                        "--cluster.listen-address=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AgentDown | ProbeStale domain=x.test | ProbeStale domain=x.test instance=other",
                "AgentUnwell | DomainInconclusive domain=x.test | DomainRejected domain=x.test",
                "EgressBlocked identity=a family=ip4 | DomainUnreachable identity=a"
                        + " | DomainUnreachable identity=b",
                "EgressBlocked identity=a family=ip4 | DomainInconclusive identity=a"
                        + " | HostDown identity=a family=ip6",
                "EgressBlocked identity=a family=ip6 | HostDown identity=a family=ip6"
                        + " | DomainUnreachable identity=a",
                "IdentityBlocked identity=a | ProviderBlocks identity=a provider=google"
                        + " | ProviderBlocks identity=b provider=google",
                "IdentityBlocked identity=a | DomainRejected identity=a | DomainRejected identity=b",
                "ProviderBlocks identity=a provider=google"
                        + " | DomainRejected identity=a provider=google"
                        + " | DomainRejected identity=a provider=yahoo",
                "ProviderBlocks identity=a provider=google"
                        + " | DeferralsHigh identity=a provider=google"
                        + " | HostDown identity=a provider=google",
                "DeferralsHigh identity=a provider=yahoo"
                        + " | DomainDeferred identity=a provider=yahoo"
                        + " | DomainRejected identity=a provider=yahoo",
                "ProviderBlocks identity=a provider=yahoo"
                        + " | ProviderThrottles identity=a provider=yahoo"
                        + " | ProviderThrottles identity=b provider=yahoo",
                "ProviderThrottles identity=a provider=yahoo"
                        + " | DomainDeferred identity=a provider=yahoo"
                        + " | DomainDeferred identity=a provider=google",
                "IdentityBlocked identity=a | ProviderThrottles identity=a provider=yahoo"
                        + " | RecipientRejected identity=a",
                "DomainRejected identity=a domain=x.test"
                        + " | DomainDegraded identity=a domain=x.test"
                        + " | DomainDegraded identity=a domain=y.test",
                "RecipientRejected identity=a domain=x.test"
                        + " | DomainDegraded identity=a domain=x.test"
                        + " | DomainDegraded identity=b domain=x.test",
                "DaneFailing domain=x.test | DomainInconclusive domain=x.test"
                        + " | DomainUnreachable domain=y.test",
                "MtaStsFailing domain=x.test | DomainUnreachable domain=x.test"
                        + " | DomainRejected domain=x.test",
            })
    void what_follows_from_something_else_is_held_back(String cause, String effect, String other)
            throws Exception {
        String instance = "case" + cases++;
        add(other, instance);
        add(effect, instance);
        add(cause, instance);

        assertThat(Patience.waits(Duration.ofSeconds(20), () -> held(effect, instance))).isTrue();
        assertThat(held(other, instance)).isFalse();
        assertThat(held(cause, instance)).isFalse();
    }

    private void add(String alert, String instance) throws IOException, InterruptedException {
        String[] arguments =
                Stream.concat(
                                Stream.of(
                                        "alert",
                                        "add",
                                        "--alertmanager.url=http://" + alertmanager.authority()),
                                labels(alert, instance))
                        .toArray(String[]::new);
        Tool.Result result = Tool.amtool(arguments);
        assertThat(result.status()).as(result.output()).isZero();
    }

    private static Stream<String> labels(String alert, String instance) {
        String of = alert.contains(" instance=") ? "" : " instance=" + instance;
        return Stream.of(("alertname=Rcptwatch" + alert + of + " job=rcptwatch").split(" ", -1));
    }

    private boolean held(String alert, String instance) throws IOException, InterruptedException {
        return find(alert, instance)
                .orElseThrow()
                .at("/status/inhibitedBy")
                .valueStream()
                .findAny()
                .isPresent();
    }

    private Optional<JsonNode> find(String alert, String instance)
            throws IOException, InterruptedException {
        return alertmanager
                .get("/api/v2/alerts", "filter", "job=\"rcptwatch\"")
                .valueStream()
                .filter(a -> labels(alert, instance).allMatch(l -> has(a.get("labels"), l)))
                .findFirst();
    }

    private static boolean has(JsonNode labels, String label) {
        String[] pair = label.split("=", 2);
        return labels.path(pair[0]).asText().equals(pair[1]);
    }
}
