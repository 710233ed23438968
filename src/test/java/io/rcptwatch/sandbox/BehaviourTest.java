package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Receivers that change while they run. */
class BehaviourTest {
    private static final String HOST = "mx.x.test";

    @ParameterizedTest
    @CsvSource({
        "scripted, recipient_unknown, rejected",
        "accept, accepted, ok",
        "block, ip_blocked, rejected",
        "greylist, greylisted, deferred",
        "greylist-forever, greylisted, deferred",
        "expire-certificate, tls_failed, tls",
        "no-starttls, tls_unavailable, tls",
        "dark, connect_failed, network"
    })
    void each_is_seen_by_the_agent_as_what_it_is(String label, String outcome, String kind)
            throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", "rcpt: 550 5.1.1 Unknown"))) {
            sandbox.play("x.test", Behaviour.labelled(label).orElseThrow());

            Verdict verdict = Judged.now(sandbox);
            assertThat(verdict.outcome()).isEqualTo(Outcome.valueOf(upper(outcome)));
            assertThat(verdict.outcomeClass()).isEqualTo(OutcomeClass.valueOf(upper(kind)));

            sandbox.play("x.test", Behaviour.SCRIPTED);
            assertThat(Judged.now(sandbox).outcome()).isEqualTo(Outcome.RECIPIENT_UNKNOWN);
        }
    }

    private static String upper(String label) {
        return label.toUpperCase(Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls: broken",
                "{tls: expired, mail: 550 5.7.1 No}",
                "{banner: drop}",
                "{clients: {127.0.0.1: 554 No}, recipients: {postmaster: 550 5.1.1 No}}",
                "{greylist: {for: 10m, reply: 450 Later}}"
            })
    void who_accepts_does_so_whatever_its_script_says(String script) throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", script))) {
            sandbox.play(HOST, Behaviour.ACCEPT);

            assertThat(Judged.now(sandbox).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @Test
    void whoever_blocks_us_is_understood_at_every_provider() throws IOException {
        Script script =
                Worlds.ofOneReceiver("", OneReceiver.ACCEPTS).listening().getFirst().script();
        ScriptedReply answer = Behaviour.BLOCK.of(script).answer(SmtpStage.RCPT);
        Reply reply =
                ScriptVariable.fill(
                        ((ScriptedReply.Say) answer).reply(),
                        Map.of(ScriptVariable.CLIENT, "192.0.2.25"));
        ReplyClassifier judge = ReplyClassifier.standard();
        Providers providers = Providers.standard();
        Set<Provider> asked =
                mailHosts().stream().map(providers::forMx).collect(Collectors.toSet());

        // A filter in front of other people's hosts has none of its own.
        assertThat(providers.all())
                .filteredOn(provider -> !asked.contains(provider))
                .extracting(Provider::label)
                .containsExactly("magicspam");
        assertThat(mailHosts())
                .allSatisfy(
                        mx -> {
                            Verdict verdict =
                                    judge.explain(
                                            PastedReply.of(reply.toString()),
                                            Optional.of(Phase.RCPT),
                                            Optional.of(mx));
                            assertThat(verdict.outcome()).as(mx).isEqualTo(Outcome.IP_BLOCKED);
                        });
    }

    private static List<String> mailHosts() throws IOException {
        try (InputStream in = ReplyClassifier.class.getResourceAsStream("providers.yaml")) {
            List<Map<String, Object>> rows = new Yaml().load(Objects.requireNonNull(in));
            List<String> hosts =
                    rows.stream()
                            .flatMap(row -> ((List<?>) row.getOrDefault("mx", List.of())).stream())
                            .map(suffix -> "mx1." + suffix)
                            .collect(Collectors.toList());
            hosts.add("mx.example.net");
            return hosts;
        }
    }

    @Test
    void the_guide_explains_every_behaviour() throws IOException {
        assertThat(Files.readString(Path.of("config/docs/rehearsal.md")))
                .contains(
                        Arrays.stream(Behaviour.values())
                                .map(behaviour -> "\n| `" + behaviour.label() + "` |")
                                .toList());
    }

    @Test
    void a_conversation_keeps_what_it_began_with() throws IOException {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", OneReceiver.ACCEPTS));
                Caller before = new Caller(sandbox.receiver(HOST), sandbox.port())) {
            before.hear();
            sandbox.play(HOST, Behaviour.BLOCK);

            assertThat(askedBy(before)).startsWith("250 ");
            try (Caller after = new Caller(sandbox.receiver(HOST), sandbox.port())) {
                after.hear();
                assertThat(askedBy(after)).startsWith("550 5.7.1 ");
            }
        }
    }

    private static String askedBy(Caller caller) throws IOException {
        caller.say("EHLO x");
        caller.say("MAIL FROM:<a@x.test>");
        return caller.say("RCPT TO:<b@x.test>");
    }

    @Test
    void going_dark_ends_what_goes_on_and_lets_nobody_in_until_it_recovers() throws IOException {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", OneReceiver.ACCEPTS))) {
            Receiver receiver = sandbox.receiver(HOST);
            try (Caller waiting = new Caller(receiver, sandbox.port())) {
                waiting.hear();
                sandbox.play(HOST, Behaviour.DARK);

                assertThat(waiting.hear()).isEqualTo("closed");
            }
            assertThatThrownBy(() -> new Caller(receiver, sandbox.port()))
                    .isInstanceOf(ConnectException.class);
            sandbox.play(HOST, Behaviour.DARK);
            sandbox.play(HOST, Behaviour.SCRIPTED);
            try (Caller back = new Caller(receiver, sandbox.port())) {
                assertThat(back.hear()).startsWith("220 ");
            }
        }
    }

    @Test
    void who_cannot_come_back_says_so_and_stays_dark() throws IOException {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", OneReceiver.ACCEPTS))) {
            Receiver receiver = sandbox.receiver(HOST);
            sandbox.play(HOST, Behaviour.DARK);
            try (ServerSocket somebody = new ServerSocket()) {
                somebody.bind(new InetSocketAddress(receiver.address(), sandbox.port()));

                assertThatThrownBy(() -> sandbox.play(HOST, Behaviour.ACCEPT))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("cannot listen at 127.0.2.1 port ");
                assertThat(receiver.behaviour()).isEqualTo(Behaviour.DARK);
            }
        }
    }

    @Test
    void greylisting_passes_in_time_and_begins_anew_with_each_switch() throws IOException {
        Instant noon = Instant.parse("2026-11-25T12:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(noon);
        SandboxWorld world = Worlds.ofOneReceiver("", OneReceiver.ACCEPTS);
        try (Sandbox sandbox = Sandbox.start(world, now::get)) {
            sandbox.play(HOST, Behaviour.GREYLIST);
            assertThat(asked(sandbox)).startsWith("450 ");
            now.set(noon.plusSeconds(29));
            assertThat(asked(sandbox)).startsWith("450 ");
            now.set(noon.plusSeconds(30));
            assertThat(asked(sandbox)).startsWith("250 ");
            assertThat(sandbox.receiver(HOST).since()).isEqualTo(noon);

            sandbox.play(HOST, Behaviour.GREYLIST);
            assertThat(asked(sandbox)).startsWith("450 ");
        }
    }

    private static String asked(Sandbox sandbox) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(HOST), sandbox.port())) {
            caller.hear();
            return askedBy(caller);
        }
    }

    @Test
    void an_expired_certificate_is_of_the_key_that_the_host_has_always_had() throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("", "tls: implicit"))) {
            X509Certificate good = certificate(sandbox);
            sandbox.play(HOST, Behaviour.EXPIRE_CERTIFICATE);
            X509Certificate expired = certificate(sandbox);

            assertThat(good.getNotAfter().toInstant()).isAfter(Instant.now());
            assertThat(expired.getNotAfter().toInstant()).isBefore(Instant.now());
            assertThat(expired.getPublicKey()).isEqualTo(good.getPublicKey());
        }
    }

    private static X509Certificate certificate(Sandbox sandbox) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(HOST), sandbox.port())) {
            return (X509Certificate) caller.handshake().getPeerCertificates()[0];
        }
    }

    @Test
    void a_host_a_domain_and_nobody_are_told_apart() throws IOException {
        SandboxWorld world =
                Worlds.of(
                        """
                        dns: 127.0.0.1:0
                        port: 0
                        domains:
                          - domain: x.test
                            description: Has two hosts.
                            expect: {status: deliverable, outcomes: [accepted]}
                            mx:
                              - {host: a.x.test, address: 127.0.2.1, script: own}
                              - {host: b.x.test, address: 127.0.2.2, script: own}
                              - {host: c.x.test, address: 127.0.2.3}
                        scripts:
                          own: {}
                        """);
        try (Sandbox sandbox = Worlds.start(world)) {
            assertThat(hosts(sandbox.play("B.x.TEST", Behaviour.BLOCK)))
                    .containsExactly("b.x.test");
            assertThat(sandbox.receiver("a.x.test").behaviour()).isEqualTo(Behaviour.SCRIPTED);
            assertThat(hosts(sandbox.play("x.test", Behaviour.DARK)))
                    .containsExactly("a.x.test", "b.x.test");
            assertThat(sandbox.play("c.x.test", Behaviour.ACCEPT)).isEmpty();
            assertThat(sandbox.play("nobody.test", Behaviour.ACCEPT)).isEmpty();
        }
    }

    private static List<String> hosts(List<Receiver> receivers) {
        return receivers.stream().map(Receiver::host).toList();
    }
}
