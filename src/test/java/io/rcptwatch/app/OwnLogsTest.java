package io.rcptwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.web.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent follows the log of our own mail server. */
@Timeout(60)
class OwnLogsTest {
    private static final String RELAY =
            "Nov 30 23:59:01 out postfix/smtp[1]: %s: to=<a@gmail.com>,"
                    + " relay=gmail-smtp-in.l.google.com[142.250.102.26]:25, delay=1.5, dsn=2.0.0, status=";
    private static final String REFUSED =
            "bounced (host gmail-smtp-in.l.google.com[142.250.102.26] said: 550 5.7.26 This mail is"
                    + " unauthenticated (in reply to end of data command))\n";
    private static final String BOUNCES =
            "smtp_delivery_attempts_total{provider=\"google\",identity=\"me\",class=\"rejected\","
                    + "outcome=\"authentication_failed\",phase=\"data\"} ";

    private Path folder = Path.of("");
    private Path log = Path.of("");
    private Daemon daemon;

    @BeforeEach
    void begin(@TempDir Path temporary) throws IOException {
        folder = temporary;
        log = Files.writeString(folder.resolve("mail.log"), RELAY.formatted("A0") + REFUSED);
        configure("logs: [{file: mail.log}]");
        daemon = start();
    }

    private void configure(String logs) throws IOException {
        Files.writeString(
                folder.resolve("agent.yaml"),
                """
                identities: [{name: me, helo: me.test, mail_from: me@me.test}]
                dns: {servers: ["127.0.0.1:9"]}
                politeness: {allow_private_addresses: true}
                state: {file: agent.state}
                targets: [{domain: gmail.com, hosts: ["127.0.0.1:9"], interval: 1d}]
                %s
                """
                        .formatted(logs));
    }

    private Daemon start() {
        Daemon started =
                new Daemon(
                        folder.resolve("agent.yaml"),
                        Registries.prometheus(),
                        InstantSource.system());
        started.begin(new StartupEvent(), new Readiness());
        return started;
    }

    @AfterEach
    void end() {
        daemon.end(new ShutdownEvent());
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private String scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            daemon.exposition().write(Exposition.Format.TEXT, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String scrapeUntil(Predicate<String> there) throws InterruptedException {
        String text = scrape();
        for (int i = 0; i < 100 && !there.test(text); i++) {
            Thread.sleep(100);
            text = scrape();
        }
        assertThat(text).matches(there);
        return text;
    }

    /** Only what is written from now on counts: the first look finds the end. */
    private void awaitFirstLook() throws InterruptedException {
        Thread.sleep(500);
    }

    @Test
    void what_a_receiver_says_after_data_is_a_metric() throws Exception {
        awaitFirstLook();
        write(RELAY.formatted("A1") + REFUSED + RELAY.formatted("A2") + "sent (250 ok)\n");

        assertThat(scrapeUntil(text -> text.contains(BOUNCES + "1")))
                .contains(
                        "smtp_delivery_messages_total{provider=\"google\",identity=\"me\",result=\"bounced\"} 1",
                        "smtp_delivery_messages_total{provider=\"google\",identity=\"me\",result=\"sent\"} 1",
                        "smtp_delivery_domain_attempts_total{domain=\"gmail.com\",identity=\"me\",class=\"rejected\"} 1",
                        "smtp_delivery_delay_seconds_count{provider=\"google\"} 1",
                        "smtp_delivery_log_healthy{source=\"" + log + "\"} 1",
                        "result=\"delivery\"} 2");
    }

    @Test
    void a_restart_counts_nothing_twice_and_loses_nothing() throws Exception {
        awaitFirstLook();
        write(RELAY.formatted("A1") + REFUSED);
        scrapeUntil(text -> text.contains(BOUNCES + "1"));
        daemon.end(new ShutdownEvent());
        write((RELAY.formatted("A2") + REFUSED).repeat(2));
        Files.move(log, folder.resolve("mail.log.1"));
        write((RELAY.formatted("A3") + REFUSED).repeat(3));

        daemon = start();

        scrapeUntil(text -> text.contains(BOUNCES + "5"));
        Thread.sleep(1_500);
        assertThat(scrape()).contains(BOUNCES + "5");
    }

    @Test
    void a_reload_goes_on_where_it_was_and_a_log_that_is_gone_is_unhealthy() throws Exception {
        awaitFirstLook();
        write(RELAY.formatted("A1") + REFUSED);
        scrapeUntil(text -> text.contains(BOUNCES + "1"));
        assertThat(daemon.reload().reload()).isEmpty();
        write(RELAY.formatted("A2") + REFUSED);
        scrapeUntil(text -> text.contains(BOUNCES + "2"));

        configure("logs: [{file: other.log, identity: me}]");
        assertThat(daemon.reload().reload()).isEmpty();

        String text = scrapeUntil(t -> t.contains("other.log\"} 0"));
        assertThat(text).doesNotContain("log_healthy{source=\"" + log + "\"}");
    }
}
