package io.rcptwatch.peers;

import static io.rcptwatch.peers.Asker.SEED;
import static io.rcptwatch.target.Outcome.*;
import static io.rcptwatch.target.OutcomeClass.DEFERRED;
import static io.rcptwatch.target.OutcomeClass.OK;
import static io.rcptwatch.target.OutcomeClass.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.OutcomeClass;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Postfix answers, what we make of it, and what it writes down about us. */
class PostfixTest {
    private Asker asker;

    // Not before all: a skipped class would not even be counted.
    @BeforeEach
    void start() throws IOException {
        asker = Postfix.running().asker();
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
