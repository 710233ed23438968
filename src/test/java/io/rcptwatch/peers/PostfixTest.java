package io.rcptwatch.peers;

import static io.rcptwatch.peers.Asker.SEED;
import static io.rcptwatch.target.Outcome.*;
import static io.rcptwatch.target.OutcomeClass.DEFERRED;
import static io.rcptwatch.target.OutcomeClass.OK;
import static io.rcptwatch.target.OutcomeClass.REJECTED;
import static io.rcptwatch.target.OutcomeClass.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.TlsMode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Postfix answers, what we make of it, and what it writes down about us. */
class PostfixTest {
    @AutoClose private static @Nullable Postfix postfix;
    private Asker asker;

    // Not before all: a skipped class would not even be counted.
    @BeforeEach
    void start() throws IOException {
        Path program = Postfix.program();
        if (postfix == null) {
            postfix = Postfix.start(program);
        }
        asker = postfix.asker();
    }

    @Test
    void mail_in_clear_is_accepted() {
        Heard heard =
                asker.ask("plain")
                        .means(OK, ACCEPTED)
                        .logged(" ehlo=1 mail=1 rcpt=1 rset=1 quit=1 commands=5");
        assertThat(heard.conversation().extensions().orElseThrow().sizeLimit())
                .hasValue(10_240_000);
        assertThat(heard.conversation().tls()).isEmpty();
    }

    @Test
    void a_self_signed_certificate_is_good_enough_where_tls_is_opportunistic() {
        Heard heard =
                asker.ask("starttls")
                        .means(OK, ACCEPTED)
                        .logged(" ehlo=2 starttls=1 mail=1 rcpt=1 rset=1 quit=1 commands=7");
        TlsSession tls = heard.conversation().tls().orElseThrow();
        assertThat(tls.version()).isEqualTo("TLSv1.3");
        assertThat(tls.problems()).containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
        assertThat(tls.chain().getFirst().getSubjectX500Principal().getName())
                .isEqualTo("CN=" + MailServer.HOST);
    }

    @Test
    void a_self_signed_certificate_is_not_enough_where_tls_is_required() {
        asker.ask("starttls", TlsMode.REQUIRED)
                .means(TLS, TLS_FAILED)
                .logged(" ehlo=1 starttls=1 quit=1 commands=3");
    }

    @Test
    void a_certificate_that_we_trust_is_enough_where_tls_is_required()
            throws IOException, GeneralSecurityException {
        Heard heard =
                asker.ask("starttls", TlsMode.REQUIRED, asker.server().certificate())
                        .means(OK, ACCEPTED);
        assertThat(heard.conversation().tls().orElseThrow().verified()).isTrue();
    }

    @Test
    void a_server_without_starttls_has_no_tls() {
        asker.ask("plain", TlsMode.REQUIRED)
                .means(TLS, TLS_UNAVAILABLE)
                .logged(" ehlo=1 quit=1 commands=2");
    }

    @Test
    void a_server_that_wants_tls_takes_mail_under_tls() {
        asker.ask("encrypt").means(OK, ACCEPTED).logged(" ehlo=2 starttls=1 mail=1 rcpt=1 ");
    }

    @Test
    void a_server_that_wants_tls_takes_no_mail_in_clear() {
        asker.ask("encrypt", TlsMode.NONE)
                .means(TLS, TLS_UNAVAILABLE)
                .answered("530 5.7.0 Must issue a STARTTLS command first")
                .logged(" ehlo=1 mail=0/1 quit=1 commands=2/3");
    }

    @Test
    void a_handshake_that_fails_is_kept_beside_the_answer_in_clear() {
        Heard heard = asker.askOn(2, "old-tls").means(OK, ACCEPTED);
        assertThat(heard.conversation().tlsTrouble().orElseThrow().problem())
                .isEqualTo(TlsProblem.VALIDATION_FAILURE);
        // Nobody can say QUIT after a handshake that failed, but after the second connection.
        heard.logged(" ehlo=1 starttls=0/1 commands=1/2");
        heard.logged(" ehlo=1 mail=1 rcpt=1 rset=1 quit=1 commands=5");
    }

    @Test
    void a_blocklist_blocks_our_address() {
        asker.ask("blocklist")
                .means(REJECTED, IP_BLOCKED)
                .answered(
                        "554 5.7.1 Service unavailable; Client host [127.0.0.1] blocked using"
                                + " zen.spamhaus.org; https://www.spamhaus.org/query/ip/127.0.0.1")
                .logged(" ehlo=1 mail=1 rcpt=0/1 rset=1 quit=1 commands=4/5");
    }

    @Test
    void a_refusal_instead_of_the_greeting_is_answered_with_quit() {
        asker.ask("greeting-refused")
                .means(REJECTED, IP_BLOCKED)
                .answered("554 5.7.1")
                .logged(" quit=1 commands=1");
    }

    @Test
    void a_second_connection_within_a_minute_is_one_too_many() {
        asker.ask("rate").means(OK, ACCEPTED);
        asker.ask("rate")
                .means(DEFERRED, RATE_LIMITED)
                .answered("421 4.7.0 mx.example.test Error: too many connections from 127.0.0.1")
                .logged("Connection rate limit exceeded: 2")
                .logged(" commands=0/0");
    }

    @Test
    void an_address_without_a_name_is_a_matter_of_our_identity() {
        asker.ask("no-ptr")
                .means(DEFERRED, CLIENT_IDENTITY_REJECTED)
                .answered("cannot find your reverse hostname");
    }

    @Test
    void a_helo_name_that_is_unknown_is_a_matter_of_our_identity() {
        asker.ask("helo")
                .means(DEFERRED, CLIENT_IDENTITY_REJECTED)
                .answered("450 4.7.1 <probe.example.net>: Helo command rejected: Host not found");
    }

    @Test
    void a_helo_name_that_is_refused_is_a_matter_of_our_identity() {
        asker.ask("helo-map")
                .means(REJECTED, CLIENT_IDENTITY_REJECTED)
                .answered("554 5.7.1 <probe.example.net>: Helo command rejected: Access denied");
    }

    @ParameterizedTest
    @CsvSource({
        "sender, DEFERRED, 450 4.1.8 <probe@example.net>: Sender address rejected: Domain not found",
        "sender-map, REJECTED, 554 5.7.1 <probe@example.net>: Sender address rejected: Access denied"
    })
    void a_sender_is_refused(String service, OutcomeClass outcomeClass, String answer) {
        asker.ask(service).means(outcomeClass, SENDER_REJECTED).answered(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, example.test, User unknown in local recipient table",
        "nobody, virtual.test, User unknown in virtual mailbox table"
    })
    void a_recipient_is_unknown(String localPart, String domain, String why) {
        MailAddress nobody = new MailAddress(localPart, domain);
        asker.ask("plain", nobody)
                .means(REJECTED, RECIPIENT_UNKNOWN)
                .answered("550 5.1.1 <" + nobody + ">: Recipient address rejected: " + why)
                .logged(" ehlo=1 mail=1 rcpt=0/1 rset=1 quit=1 commands=4/5");
    }

    @Test
    void greylisting_is_deferred() {
        asker.ask("greylisting")
                .means(DEFERRED, GREYLISTED)
                .answered("450 4.2.0 <" + SEED + ">: Recipient address rejected: Greylisted, see");
    }

    @Test
    void an_access_map_defers() {
        asker.ask("deferring")
                .means(DEFERRED, POLICY_REJECTED)
                .answered("450 4.7.1 <" + SEED + ">: Recipient address rejected: Not now");
    }

    @Test
    void a_mailbox_is_full() {
        asker.ask("mailbox-full").means(REJECTED, MAILBOX_FULL).answered("552 5.2.2");
    }

    @ParameterizedTest
    @CsvSource({"plain, REJECTED, 554 5.7.1", "relay-deferred, DEFERRED, 454 4.7.1"})
    void mail_for_others_is_not_relayed(String service, OutcomeClass outcomeClass, String code) {
        asker.ask(service, new MailAddress("someone", "elsewhere.test"))
                .means(outcomeClass, RELAY_DENIED)
                .answered(code + " <someone@elsewhere.test>: Relay access denied");
    }

    @Test
    void postscreen_is_waited_for() {
        Heard heard = asker.ask("postscreen").means(OK, ACCEPTED).logged("PASS NEW");
        assertThat(heard.conversation().duration()).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void postscreen_defers_a_new_client_once() {
        asker.ask("postscreen-deep")
                .means(DEFERRED, GREYLISTED)
                .answered("450 4.3.2 Service currently unavailable");
        asker.ask("postscreen-deep").means(OK, ACCEPTED).logged("PASS OLD");
    }

    @ParameterizedTest
    @EnumSource(names = "TALKS_TOO_EARLY", mode = EnumSource.Mode.EXCLUDE)
    void the_log_check_sees_a_client_that(RudeClient client) throws IOException {
        assertThat(asker.complaintsAbout(client, "plain")).isNotEmpty();
    }

    @Test
    void the_log_check_sees_a_client_that_does_not_wait_for_postscreen() throws IOException {
        assertThat(asker.complaintsAbout(RudeClient.TALKS_TOO_EARLY, "postscreen"))
                .anySatisfy(line -> assertThat(line).contains("PREGREET"));
    }
}
