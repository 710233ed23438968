package io.rcptwatch.sandbox;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The world that ships: every script is spoken to over a socket. */
class ShippedWorldTest {
    private static final SandboxWorld WORLD = Worlds.shipped();
    private static final Path GUIDE = Path.of("config/docs/sandbox.md");

    @SuppressWarnings("NullAway.Init")
    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Worlds.start(WORLD);
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    private static void speaks(String host, String transcript) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(host), sandbox.port())) {
            assertThat(caller.play(transcript)).isEqualTo(transcript);
        }
    }

    private static Script script(String host) {
        return WORLD.listening().stream()
                .filter(listening -> listening.name().equals(host))
                .map(SandboxHost.Listening::script)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void accepts_offers_tls_and_takes_the_recipient() throws IOException {
        speaks(
                "mx.accepts.test",
                """
                S: 220 mx.accepts.test ESMTP
                C: EHLO probe.sandbox.test
                S: 250-mx.accepts.test
                S: 250-STARTTLS
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 SMTPUTF8
                C: STARTTLS
                S: 220 2.0.0 Ready to start TLS
                C: EHLO probe.sandbox.test
                S: 250-mx.accepts.test
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 SMTPUTF8
                C: MAIL FROM:<probe@sandbox.test>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<postmaster@accepts.test>
                S: 250 2.1.5 Recipient ok
                C: RSET
                S: 250 2.0.0 Ok
                C: QUIT
                S: 221 2.0.0 mx.accepts.test closing connection
                """);
    }

    @Test
    void greets_at_length_has_a_banner_of_four_lines() throws IOException {
        speaks(
                "mx.greets-at-length.test",
                """
                S: 220-mx.greets-at-length.test ESMTP
                S: 220-Unsolicited commercial mail is not welcome here.
                S: 220-Everything that is said may be recorded.
                S: 220 Your address is 127.0.0.1.
                C: QUIT
                S: 221 2.0.0 mx.greets-at-length.test closing connection
                """);
    }

    @Test
    void helo_only_knows_helo_only() throws IOException {
        speaks(
                "mx.helo-only.test",
                """
                S: 220 mx.helo-only.test Simple Mail Transfer Service Ready
                C: EHLO probe.sandbox.test
                S: 500 Command unrecognized
                C: HELO probe.sandbox.test
                S: 250 mx.helo-only.test
                C: MAIL FROM:<probe@sandbox.test>
                S: 250 OK
                C: RCPT TO:<postmaster@helo-only.test>
                S: 250 OK
                C: RSET
                S: 250 OK
                C: QUIT
                S: 221 mx.helo-only.test Service closing transmission channel
                """);
    }

    @Test
    void blocks_google_speaks_as_google_does() throws IOException {
        speaks(
                "gmail-smtp-in.l.google.com",
                """
                S: 220 mx.google.com ESMTP sandbox - gsmtp
                C: HELO probe.sandbox.test
                S: 250 gmail-smtp-in.l.google.com
                C: MAIL FROM:<probe@sandbox.test>
                S: 550-5.7.1 [127.0.0.1] The IP you're using to send email is not authorized to
                S: 550-5.7.1 send email directly to our servers. Please use the SMTP relay at your
                S: 550-5.7.1 service provider instead. For more information, go to
                S: 550 5.7.1 https://support.google.com/mail/answer/10336 sandbox - gsmtp
                C: QUIT
                S: 221 2.0.0 gmail-smtp-in.l.google.com closing connection
                """);
    }

    @Test
    void a_greeting_that_refuses_leaves_nothing_but_quit() throws IOException {
        speaks(
                "mx.closed.test",
                """
                S: 521 mx.closed.test does not accept mail
                C: EHLO probe.sandbox.test
                S: 503 5.5.1 Bad sequence of commands
                C: QUIT
                S: 221 2.0.0 mx.closed.test closing connection
                """);
    }

    @Test
    void rate_limits_closes_the_connection_after_its_421() throws IOException {
        speaks(
                "mx.rate-limits.test",
                """
                S: 220 mx.rate-limits.test ESMTP
                C: HELO probe.sandbox.test
                S: 250 mx.rate-limits.test
                C: MAIL FROM:<probe@sandbox.test>
                S: 421 4.7.0 mx.rate-limits.test Too many connections from 127.0.0.1, slow down and\
                 try again later
                C: QUIT
                S: closed
                """);
    }

    @Test
    void drops_closes_the_connection_after_ehlo() throws IOException {
        speaks(
                "mx.drops.test",
                """
                S: 220 mx.drops.test ESMTP
                C: HELO probe.sandbox.test
                S: 250 mx.drops.test
                C: MAIL FROM:<probe@sandbox.test>
                S: closed
                """);
    }

    @Test
    void garbage_is_no_smtp() throws IOException {
        speaks("mx.garbage.test", "S: HTTP/1.1 400 Bad Request\n");
    }

    /** Those that answer well up to one command. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mta5.am0.yahoodns.net     | 421 4.7.0 [TSS04] Messages from 127.0.0.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes
                    mx.spf-fails.test         | 550 5.7.23 <probe@sandbox.test>: Sender Policy Framework violation: 127.0.0.1 is not permitted to send
                    mx.sender-rejected.test   | 553 5.1.8 <probe@sandbox.test>: Sender address rejected: Domain not found
                    mx.wants-login.test       | 530 5.7.0 Authentication required
                    """)
    void says_no_to_the_sender(String host, String reply) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(host), sandbox.port())) {
            caller.hear();
            caller.say("EHLO probe.sandbox.test");
            assertThat(caller.say("MAIL FROM:<probe@sandbox.test>")).isEqualTo(reply);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mx.greylists.test         | 450 4.2.0 <me@x.test>: Recipient address rejected: Greylisted, please try again later
                    mx.busy.test              | 451 4.3.0 Temporary system problem, please try again later
                    blocks-microsoft-test.mail.protection.outlook.com | 550 5.7.606 Access denied, banned sending IP [127.0.0.1]. To request removal from this list please visit https://sender.office.com/ and follow the directions. For more information please go to https://go.microsoft.com/fwlink/?LinkID=526655 (AS16012609)
                    mx.reverse-dns.test       | 550 5.7.25 Client host rejected: cannot find your reverse hostname, [127.0.0.1]
                    mx.policy.test            | 550 5.7.1 Message rejected due to local policy
                    mx.unknown-user.test      | 550 5.1.1 <me@x.test>: Recipient address rejected: User unknown in virtual mailbox table
                    mx.mailbox-full.test      | 552 5.2.2 <me@x.test>: the mailbox is over quota
                    mx.mailbox-disabled.test  | 550 5.2.1 <me@x.test>: the mailbox is disabled
                    mx.relay-denied.test      | 554 5.7.1 <me@x.test>: Relay access denied
                    """)
    void says_no_to_the_recipient(String host, String reply) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(host), sandbox.port())) {
            caller.hear();
            caller.say("EHLO probe.sandbox.test");
            caller.say("MAIL FROM:<probe@sandbox.test>");
            assertThat(caller.say("RCPT TO:<me@x.test>")).isEqualTo(reply);
        }
    }

    @Test
    void blocklisted_says_so_in_its_greeting() throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.blocklisted.test"), sandbox.port())) {
            assertThat(caller.hear())
                    .isEqualTo(
                            "554 5.7.1 Service unavailable; Client host [127.0.0.1] blocked using"
                                    + " zen.spamhaus.org;"
                                    + " https://www.spamhaus.org/query/ip/127.0.0.1");
        }
    }

    @Test
    void holds_says_nothing_to_the_recipient() throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.holds.test"), sandbox.port())) {
            caller.hear();
            caller.say("EHLO probe.sandbox.test");
            caller.say("MAIL FROM:<probe@sandbox.test>");
            caller.send("RCPT TO:<me@x.test>\r\n");
            assertThat(caller.hearsWithin(Duration.ofMillis(300))).isFalse();
        }
    }

    @Test
    void tarpit_greets_after_eight_seconds() throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.tarpit.test"), sandbox.port())) {
            assertThat(caller.hearsWithin(Duration.ofMillis(300))).isFalse();
        }
        assertThat(script("mx.tarpit.test").answer(SmtpStage.BANNER))
                .isEqualTo(
                        new ScriptedReply.Say(
                                Reply.of(220, "{host} ESMTP"), Duration.ofSeconds(8)));
    }

    @Test
    void no_starttls_offers_none() throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.no-starttls.test"), sandbox.port())) {
            caller.hear();
            assertThat(caller.say("EHLO x")).contains("8BITMIME").doesNotContain("STARTTLS");
            assertThat(caller.say("STARTTLS")).startsWith("502 ");
        }
    }

    @Test
    void submissions_speaks_tls_before_all_else_and_wants_a_login() throws Exception {
        try (Caller caller = new Caller(sandbox.receiver("mx.submissions.test"), sandbox.port())) {
            caller.handshake();
            assertThat(caller.hear()).startsWith("220 ");
            assertThat(caller.say("EHLO x")).contains("AUTH").doesNotContain("STARTTLS");
            assertThat(caller.say("MAIL FROM:<a@x.test>"))
                    .isEqualTo("530 5.7.0 Authentication required");
        }
    }

    @Test
    void unknown_user_knows_its_hostmaster() throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.unknown-user.test"), sandbox.port())) {
            caller.hear();
            caller.say("EHLO probe.sandbox.test");
            caller.say("MAIL FROM:<probe@sandbox.test>");
            assertThat(caller.say("RCPT TO:<Hostmaster@unknown-user.test>")).startsWith("250 ");
        }
    }

    @Test
    void every_outcome_of_a_probe_has_its_domain() {
        Set<Outcome> shown = EnumSet.noneOf(Outcome.class);
        WORLD.domains().forEach(domain -> shown.addAll(domain.expect().outcomes()));
        List<Outcome> possible =
                Arrays.stream(Outcome.values()).filter(Outcome::canEndProbe).toList();

        // On loopback no connection can time out, local errors are not for show, and what is
        // unclassified is a gap in the rules.
        assertThat(possible.stream().filter(not(shown::contains)))
                .containsExactlyInAnyOrder(
                        Outcome.CONNECT_TIMEOUT, Outcome.LOCAL_ERROR, Outcome.UNCLASSIFIED);
    }

    @Test
    void every_expected_status_is_one() {
        assertThat(WORLD.domains())
                .allSatisfy(
                        domain ->
                                assertThat(domain.expect().status())
                                        .isIn(
                                                Arrays.stream(Status.values())
                                                        .map(Status::label)
                                                        .toList()));
    }

    @Test
    void the_guide_names_every_domain() throws IOException {
        assertThat(Files.readString(GUIDE))
                .contains(WORLD.domains().stream().map(Domain::name).toList());
    }

    @Test
    void the_example_in_the_guide_is_a_world() throws IOException {
        String example = Files.readString(GUIDE).split("```yaml\n|```\n", -1)[1];

        assertThat(Worlds.of(example).listening())
                .extracting(SandboxHost.Listening::name)
                .containsExactly("mx.sometimes.test");
    }

    @Test
    void the_demo_watches_every_domain() throws IOException {
        Map<String, Object> demo =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(Path.of("config/demo.yaml")));

        assertThat(demo)
                .extracting("targets")
                .asInstanceOf(LIST)
                .extracting("domain")
                .containsExactlyElementsOf(WORLD.domains().stream().map(Domain::name).toList());
        assertThat(demo).extracting("defaults").extracting("port").isEqualTo(2525);
    }
}
