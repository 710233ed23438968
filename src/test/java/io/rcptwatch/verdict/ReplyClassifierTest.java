package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeEnd.NoRoute.Cause;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyClassifierTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final Provider GOOGLE = new Provider("google");

    private static Verdict judge(Phase phase, String reply) {
        return judge(phase, reply, Provider.OTHER);
    }

    private static Verdict judge(Phase phase, String reply, Provider provider) {
        return JUDGE.judge(
                Conversations.replied(phase, PastedReply.of(reply).reply().orElseThrow()),
                provider);
    }

    private static Verdict judge(ProbeEnd ending) {
        return JUDGE.judge(Conversations.ended(ending), Provider.OTHER);
    }

    private static Verdict explain(String reply) {
        return JUDGE.explain(PastedReply.of(reply), Optional.empty(), Optional.empty());
    }

    private static void assertOutcome(Verdict verdict, Outcome outcome, OutcomeClass outcomeClass) {
        assertThat(verdict.outcome()).as(verdict.rule()).isEqualTo(outcome);
        assertThat(verdict.outcomeClass()).as(verdict.rule()).isEqualTo(outcomeClass);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "replies.csv", useHeadersInDisplayName = true, numLinesToSkip = 1)
    void replies_mean(String phase, String provider, String outcome, String kind, String reply) {
        Verdict verdict = judge(Phase.valueOf(phase), reply, new Provider(provider));
        assertThat(verdict.outcome().label()).as(verdict.rule()).isEqualTo(outcome);
        assertThat(verdict.outcomeClass().label()).as(verdict.rule()).isEqualTo(kind);
    }

    /** A gateway's MX name says nothing; the reply is Microsoft's all the same. */
    @Test
    void behind_a_neutral_name_the_way_of_speaking_tells_the_provider() {
        String reply =
                "550 5.4.1 Recipient address rejected: Access denied. For more information see"
                        + " https://aka.ms/EXOSmtpErrors"
                        + " [AM4PEPF00027A6A.eurprd04.prod.outlook.com 2026-11-25T10:00:00.000Z]";

        Verdict probed = judge(Phase.RCPT, reply, Provider.OTHER);

        assertOutcome(probed, Outcome.RECIPIENT_UNKNOWN, OutcomeClass.REJECTED);
        assertThat(probed.rule()).startsWith("microsoft.").isEqualTo(explain(reply).rule());
    }

    @Test
    void a_yes_to_rcpt_is_accepted() {
        Verdict verdict = judge(Phase.RCPT, "250 2.1.5 Ok");
        assertOutcome(verdict, Outcome.ACCEPTED, OutcomeClass.OK);
        assertThat(verdict.code()).contains("250");
        assertThat(verdict.enhancedCode()).hasToString("Optional[2.1.5]");
        assertThat(verdict.phase()).contains(Phase.RCPT);
        assertThat(verdict.conclusive()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"BANNER, 250", "BANNER, 354", "RCPT, 354", "RCPT, 150", "MAIL, 334"})
    void codes_that_have_no_place_there_are_a_protocol_error(Phase phase, int code) {
        Reply reply = Reply.of(code, "hello");
        assertOutcome(
                JUDGE.judge(Conversations.replied(phase, reply), Provider.OTHER),
                Outcome.PROTOCOL_ERROR,
                OutcomeClass.NETWORK);
    }

    @Test
    void greylisting_is_deferred_not_rejected() {
        assertOutcome(
                judge(Phase.RCPT, "450 4.2.0 Greylisted, try again in 300 seconds"),
                Outcome.GREYLISTED,
                OutcomeClass.DEFERRED);
    }

    @Test
    void text_decides_before_codes() {
        assertThat(judge(Phase.RCPT, "550 5.1.1 Blocked using zen.spamhaus.org").outcome())
                .isEqualTo(Outcome.IP_BLOCKED);
        assertThat(judge(Phase.RCPT, "552 5.2.2 <a@example.com> User unknown").outcome())
                .isEqualTo(Outcome.RECIPIENT_UNKNOWN);
    }

    @Test
    void the_rules_of_a_provider_decide_before_the_general_ones() {
        String reply = "421-4.7.28 Our system has detected an unusual rate of unsolicited mail";
        assertThat(judge(Phase.RCPT, reply, GOOGLE).rule()).isEqualTo("google.flood");
        assertThat(judge(Phase.RCPT, reply).rule()).isEqualTo("rate-limit");
    }

    @Test
    void an_enhanced_code_decides_before_the_basic_one() {
        assertThat(judge(Phase.RCPT, "554 5.2.2 no").rule()).isEqualTo("code.X.2.2");
        assertThat(judge(Phase.RCPT, "552 no").rule()).isEqualTo("code.552");
    }

    @Test
    void an_enhanced_code_of_another_class_counts_for_nothing() {
        assertThat(judge(Phase.RCPT, "452 5.1.1 no").rule()).isEqualTo("code.452");
    }

    @Test
    void an_enhanced_code_without_a_cause_leaves_it_to_the_basic_one() {
        assertThat(judge(Phase.RCPT, "552 5.0.0 no").rule()).isEqualTo("code.552");
    }

    @Test
    void what_nobody_knows_is_unclassified() {
        assertOutcome(
                judge(Phase.RCPT, "577 9 blue elephants"),
                Outcome.UNCLASSIFIED,
                OutcomeClass.REJECTED);
        assertOutcome(
                judge(Phase.RCPT, "477 9 blue elephants"),
                Outcome.UNCLASSIFIED,
                OutcomeClass.DEFERRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNER", "EHLO", "STARTTLS", "MAIL"})
    void nobody_speaks_of_a_recipient_before_one_was_named(Phase phase) {
        for (String reply :
                List.of(
                        "550 5.1.1 User unknown",
                        "552 5.2.2 Mailbox full",
                        "550 5.2.1 Mailbox disabled",
                        "550 5.1.1 no",
                        "552 no",
                        "551 no")) {
            assertThat(judge(phase, reply).outcome())
                    .as(reply)
                    .isNotIn(
                            Outcome.RECIPIENT_UNKNOWN,
                            Outcome.MAILBOX_FULL,
                            Outcome.MAILBOX_DISABLED);
        }
    }

    @Test
    void a_probe_never_meets_a_refusal_of_content_or_size() {
        String spam = "550 5.7.1 This message is spam";
        assertThat(explain(spam).outcome()).isEqualTo(Outcome.CONTENT_REJECTED);
        assertThat(judge(Phase.RCPT, spam).outcome()).isEqualTo(Outcome.POLICY_REJECTED);
        String size = "552 5.3.4 Message size exceeds fixed limit";
        assertThat(explain(size).outcome()).isEqualTo(Outcome.MESSAGE_TOO_LARGE);
        assertThat(judge(Phase.MAIL, size).outcome()).isEqualTo(Outcome.COMMAND_REJECTED);
        assertThat(explain("552 5.3.4 no").outcome()).isEqualTo(Outcome.MESSAGE_TOO_LARGE);
        assertThat(judge(Phase.RCPT, "552 5.3.4 no").outcome()).isEqualTo(Outcome.COMMAND_REJECTED);
    }

    @Test
    void words_in_addresses_links_and_host_names_decide_nothing() {
        assertThat(judge(Phase.RCPT, "550 <greylist@example.com> 9").outcome())
                .isEqualTo(Outcome.UNCLASSIFIED);
        assertThat(judge(Phase.RCPT, "550 9, see https://example.com/user-unknown").outcome())
                .isEqualTo(Outcome.UNCLASSIFIED);
        assertThat(judge(Phase.RCPT, "550 spam-user.unknown.example.com 9").outcome())
                .isEqualTo(Outcome.UNCLASSIFIED);
    }

    @ParameterizedTest
    @EnumSource
    void every_fault_has_its_outcome(Fault.Kind kind) {
        Verdict verdict = judge(new ProbeEnd.Failed(Phase.CONNECT, new Fault(kind, "detail")));
        String label = kind.name().toLowerCase(Locale.ROOT);
        // What finds no cipher in common is tried once more, with another engine.
        assertThat(verdict.outcome().label())
                .isEqualTo(kind == Fault.Kind.TLS_NO_SHARED_CIPHER ? "tls_failed" : label);
        assertThat(verdict.rule()).isEqualTo(verdict.outcome().label());
        assertThat(verdict.phase()).contains(Phase.CONNECT);
        assertThat(verdict.reply()).isEmpty();
    }

    @Test
    void endings_without_tls_are_tls_unavailable_or_failed() {
        assertOutcome(
                judge(new ProbeEnd.TlsNotOffered()), Outcome.TLS_UNAVAILABLE, OutcomeClass.TLS);
        Verdict refused = judge(new ProbeEnd.TlsRefused(Reply.of(454, "4.7.0 no")));
        assertOutcome(refused, Outcome.TLS_UNAVAILABLE, OutcomeClass.TLS);
        assertThat(refused.code()).contains("454");
    }

    @ParameterizedTest
    @CsvSource({
        "CERTIFICATE_EXPIRED, certificate_expired, is not valid today",
        "CERTIFICATE_HOST_MISMATCH, certificate_other_name, names another host",
        "CERTIFICATE_NOT_TRUSTED, certificate_not_trusted, an issuer that we do not trust",
        "VALIDATION_FAILURE, certificate_mismatch, TLSA records",
    })
    void a_certificate_that_fails_is_explained_by_the_one_sentence_that_holds(
            TlsProblem problem, String rule, String sentence) {
        Verdict verdict = judge(new ProbeEnd.TlsUntrusted(Set.of(problem)));
        assertOutcome(verdict, Outcome.TLS_FAILED, OutcomeClass.TLS);
        assertThat(verdict.rule()).isEqualTo(rule);
        assertThat(verdict.meaning()).contains(sentence);
        assertThat(verdict.meaning()).doesNotContain(", or ", "expired");
    }

    @Test
    void a_reply_that_demands_tls_is_of_the_class_tls() {
        assertOutcome(
                judge(Phase.MAIL, "530 5.7.0 Must issue a STARTTLS command first"),
                Outcome.TLS_UNAVAILABLE,
                OutcomeClass.TLS);
    }

    @Test
    void an_address_that_the_server_cannot_take_is_a_rejected_command() {
        assertOutcome(
                judge(new ProbeEnd.Utf8NotOffered()),
                Outcome.COMMAND_REJECTED,
                OutcomeClass.REJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "LOOKUP_FAILED, dns_error, dns, false",
        "NO_SUCH_DOMAIN, domain_unroutable, dns, true",
        "NO_ADDRESS, domain_unroutable, dns, true",
        "NULL_MX, no_mail_service, rejected, true",
        "PRIVATE_ADDRESS, local_error, local, false",
    })
    void a_missing_route_means(Cause cause, String outcome, String kind, boolean conclusive) {
        Verdict verdict = judge(new ProbeEnd.NoRoute(cause, "detail"));
        assertThat(verdict.outcome().label()).isEqualTo(outcome);
        assertThat(verdict.outcomeClass().label()).isEqualTo(kind);
        assertThat(verdict.conclusive()).isEqualTo(conclusive);
        assertThat(verdict.phase()).contains(Phase.DNS);
    }

    static Stream<Verdict> verdicts() {
        return Stream.concat(
                Stream.of("250 ok", "220 hi", "354 go", "550 9", "5.1.1", "", "199 x", "299 x")
                        .map(ReplyClassifierTest::explain),
                Arrays.stream(Cause.values())
                        .map(cause -> judge(new ProbeEnd.NoRoute(cause, "detail"))));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void every_verdict_says_what_it_means_and_what_to_do(Verdict verdict) {
        assertThat(verdict.rule()).isNotBlank();
        assertThat(verdict.meaning()).endsWith(".");
        assertThat(verdict.advice()).endsWith(".");
        assertThat(verdict.outcome().classes()).contains(verdict.outcomeClass());
    }

    @ParameterizedTest
    @CsvSource({
        "250 2.1.5 Recipient ok, accepted, ok",
        "220 mx.example.com ESMTP, accepted, ok",
        "354 End data with <CR><LF>.<CR><LF>, accepted, ok",
        "150 hello, protocol_error, network",
        "5.1.1 User unknown, recipient_unknown, rejected",
        "4.2.2 no, mailbox_full, deferred",
        "2.1.5 ok, accepted, ok",
        "User unknown, recipient_unknown, rejected",
        "'Greylisted, please come back', greylisted, deferred",
        "'Too many connections, try again later', rate_limited, deferred",
        "blue elephants, unclassified, rejected",
        "'', unclassified, rejected",
    })
    void pasted_texts_mean_something_with_and_without_codes(
            String reply, String outcome, String kind) {
        Verdict verdict = explain(reply);
        assertThat(verdict.outcome().label()).as(verdict.rule()).isEqualTo(outcome);
        assertThat(verdict.outcomeClass().label()).as(verdict.rule()).isEqualTo(kind);
    }

    @Test
    void the_provider_of_a_pasted_reply_is_known_by_its_host_or_by_its_accent() {
        String bare = "550-5.7.27 This mail has been blocked";
        assertThat(explain(bare).rule()).isNotEqualTo("google.spf");
        assertThat(explain(bare + " - gsmtp").rule()).isEqualTo("google.spf");
        Verdict verdict =
                JUDGE.explain(
                        PastedReply.of(bare),
                        Optional.of(Phase.RCPT),
                        Optional.of("aspmx.l.google.com"));
        assertThat(verdict.rule()).isEqualTo("google.spf");
        assertThat(verdict.phase()).contains(Phase.RCPT);
    }
}
