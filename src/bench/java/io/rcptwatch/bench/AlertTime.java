package io.rcptwatch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long it takes from a provider that begins to block us to the alert at the webhook, and from
 * its change of mind to the end of the alert, and what that time consists of.
 */
public final class AlertTime {
    private static final String PROVIDER = "apple";
    private static final List<String> ALERTS =
            List.of("RcptwatchDomainRejected", "RcptwatchProviderBlocks");
    private static final String REJECTED =
            "smtp_probe_domain_status{provider=\"apple\",status=\"rejected\"} == 1";
    private static final Duration LONGEST = Duration.ofMinutes(90);

    private final AlertStack stack;
    private final String block;

    private AlertTime(AlertStack stack, String block) {
        this.stack = stack;
        this.block = block;
    }

    /**
     * Takes two arguments: a configuration with a sandbox, and with domains at Apple in it, and the
     * behaviour by which they block us.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Surroundings.print();
        try (AlertStack stack = AlertStack.start(Path.of(arguments[0]))) {
            new AlertTime(stack, arguments[1]).measure();
        }
        // Every child has ended; the idle threads of the HTTP client need not.
        System.exit(0);
    }

    private void measure() throws IOException, InterruptedException {
        List<String> domains = domains();
        String known =
                "provider_identity:smtp_probe_known_domains:count{provider=\"apple\"} == "
                        + domains.size();
        new Timeline("start", Instant.now())
                .await(
                        LONGEST,
                        List.of(
                                Timeline.Event.of(
                                        "all " + domains.size() + " domains are known",
                                        () -> stack.since(known))));
        play(domains, block);
        new Timeline("the provider blocks us", Instant.now()).await(LONGEST, rise());
        play(domains, "scripted");
        new Timeline("the provider has changed its mind", Instant.now()).await(LONGEST, fall());
    }

    private List<String> domains() throws IOException, InterruptedException {
        return stack.agent("/api/v1/sandbox")
                .valueStream()
                .filter(receiver -> receiver.path("host").asText().endsWith(".icloud.com"))
                .map(receiver -> receiver.path("domain").asText())
                .toList();
    }

    private void play(List<String> domains, String behaviour)
            throws IOException, InterruptedException {
        for (String domain : domains) {
            stack.switchTo(domain, behaviour);
        }
    }

    private List<Timeline.Event> rise() {
        Stream<Timeline.Event> seen =
                Stream.of(
                        Timeline.Event.of("a conversation is refused", () -> round("rejected")),
                        Timeline.Event.of("/metrics says so", this::published),
                        Timeline.Event.of(
                                "Prometheus has scraped it", () -> stack.since(REJECTED)));
        return Stream.concat(seen, ALERTS.stream().flatMap(this::rise)).toList();
    }

    private Stream<Timeline.Event> rise(String alert) {
        Timeline.Event told = Timeline.Event.of(alert + ": webhook", () -> told(alert, "firing"));
        return Stream.of(
                Timeline.Event.of(alert + ": pending", () -> stack.pendingSince(alert, PROVIDER)),
                Timeline.Event.of(alert + ": firing", () -> stack.since(firing(alert))),
                Timeline.Event.of(
                        alert + ": Alertmanager", () -> stack.inAlertmanager(alert, PROVIDER)),
                // It may be held back: what it says of a domain, the other says of the provider.
                alert.equals("RcptwatchDomainRejected") ? told.optional() : told);
    }

    private List<Timeline.Event> fall() {
        Stream<Timeline.Event> seen =
                Stream.of(
                        Timeline.Event.of("no domain is rejected any more", this::recovered),
                        Timeline.Event.of("Prometheus has scraped it", () -> stack.none(REJECTED)),
                        Timeline.Event.of(
                                "nobody is left alone any more",
                                () ->
                                        stack.none(
                                                "smtp_probe_backoff_active{provider=\"apple\"} > 0")));
        return Stream.concat(seen, ALERTS.stream().flatMap(this::fall)).toList();
    }

    private Stream<Timeline.Event> fall(String alert) {
        Timeline.Event told = Timeline.Event.of(alert + ": webhook", () -> told(alert, "resolved"));
        return Stream.of(
                Timeline.Event.of(alert + ": fires no more", () -> stack.none(firing(alert))),
                alert.equals("RcptwatchDomainRejected") ? told.optional() : told);
    }

    private static String firing(String alert) {
        return "ALERTS{alertname=\"%s\",provider=\"apple\",alertstate=\"firing\"}".formatted(alert);
    }

    private Optional<Instant> told(String alert, String status) {
        return stack.webhook().told(alert, PROVIDER, status);
    }

    private Optional<Instant> round(String status) throws IOException, InterruptedException {
        return rounds().filter(t -> t.path("status").asText().equals(status))
                .map(t -> Instant.parse(t.path("finished_at").asText()))
                .min(Instant::compareTo);
    }

    private Optional<Instant> recovered() throws IOException, InterruptedException {
        return round("rejected").isPresent()
                ? Optional.empty()
                : rounds().map(t -> Instant.parse(t.path("finished_at").asText()))
                        .max(Instant::compareTo);
    }

    private Stream<JsonNode> rounds() throws IOException, InterruptedException {
        return stack.agent("/api/v1/targets")
                .valueStream()
                .filter(t -> t.path("provider").asText().equals(PROVIDER));
    }

    private Optional<Instant> published() throws IOException, InterruptedException {
        boolean there =
                stack.metrics()
                        .lines()
                        .filter(line -> line.startsWith("smtp_probe_domain_status{"))
                        .filter(line -> line.contains("provider=\"apple\""))
                        .anyMatch(line -> line.contains("\"rejected\"") && line.endsWith(" 1"));
        return there ? Optional.of(Instant.now()) : Optional.empty();
    }
}
