package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTableTest {
    private static final CodeTable ENHANCED = CodeTable.ofResource("enhanced-codes.yaml");
    private static final CodeTable BASIC = CodeTable.ofResource("basic-codes.yaml");
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    @Test
    void beside_the_registry_there_are_only_codes_that_say_so() {
        assertThat(ENHANCED.entries()).filteredOn(CodeTable.CodeRow::standard).hasSize(81);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                101, 111, 200, 420, 431, 441, 442, 446, 447, 449, 471, 510, 511, 512, 513, 541, 571
            })
    void a_code_that_no_rfc_has_says_so(int code) {
        assertThat(BASIC.entry(Integer.toString(code)))
                .hasValueSatisfying(entry -> assertThat(entry.standard()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 355, 421, 422, 430, 432, 450,
                451, 452, 453, 454, 455, 458, 459, 500, 501, 502, 503, 504, 521, 523, 524, 525, 530,
                533, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556
            })
    void every_code_of_rfc_5321_and_its_extensions_is_there(int code) {
        assertThat(BASIC.entry(Integer.toString(code)))
                .hasValueSatisfying(entry -> assertThat(entry.standard()).isTrue());
    }

    @Test
    void every_code_is_explained_in_sentences() {
        for (CodeTable table : List.of(ENHANCED, BASIC)) {
            assertThat(table.entries())
                    .allSatisfy(
                            entry -> {
                                assertThat(entry.explanation().meaning()).endsWith(".");
                                assertThat(entry.explanation().advice()).endsWith(".");
                                assertThat(entry.usage().orElse(".")).endsWith(".");
                                assertThat(entry.correction().orElse(".")).endsWith(".");
                                assertThat(entry.source()).isNotBlank();
                            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1, recipient_unknown",
        "RCPT, 550 5.7.25, client_identity_rejected",
        "RCPT, 550 5.7.26, authentication_failed",
        "MAIL, 550 5.7.27, sender_rejected",
        "MAIL, 550 5.1.0, sender_rejected",
        "RCPT, 450 4.3.0, service_unavailable",
        "RCPT, 450 4.3.2, service_unavailable",
        "RCPT, 521 5.3.2, no_mail_service",
        "RCPT, 556 5.1.10, no_mail_service",
        "MAIL, 523 5.7.10, tls_unavailable",
        "RCPT, 550 5.6.0, policy_rejected",
        "BANNER, 554, policy_rejected",
        "RCPT, 554, unclassified",
        "BANNER, 421, service_unavailable",
        "BANNER, 521, no_mail_service",
        "MAIL, 553, sender_rejected",
        "RCPT, 553, recipient_unknown",
        "MAIL, 552, command_rejected",
        "RCPT, 552, mailbox_full",
        "EHLO, 500, command_rejected",
        "RCPT, 422, mailbox_full",
        "MAIL, 422, command_rejected",
        "RCPT, 432 4.7.12, command_rejected",
        "RCPT, 432 4.3.2, service_unavailable",
        "RCPT, 420, service_unavailable",
        "RCPT, 471, policy_rejected",
        "RCPT, 510, recipient_unknown",
        "MAIL, 511, sender_rejected",
        "BANNER, 512, sender_rejected",
        "RCPT, 541, policy_rejected",
        "RCPT, 571, policy_rejected",
        "RCPT, 523, tls_unavailable",
        "RCPT, 550 5.7.40, authentication_failed",
        "RCPT, 550 5.7.620, ip_blocked",
        "RCPT, 451 4.7.500, rate_limited",
        "RCPT, 550 5.7.508, rate_limited",
    })
    void codes_alone_mean(Phase phase, String code, String outcome) {
        Reply reply = PastedReply.of(code + " .").reply().orElseThrow();
        Verdict verdict = JUDGE.judge(Conversations.replied(phase, reply), Provider.OTHER);
        assertThat(verdict.outcome().label()).as(verdict.rule()).isEqualTo(outcome);
    }

    @Test
    void every_enhanced_code_with_a_cause_decides_where_the_text_says_nothing() {
        for (CodeTable.CodeRow entry : ENHANCED.entries()) {
            if (!entry.causes().outcomes().isEmpty()) {
                String code = entry.codes().getFirst().replace('X', '4');
                Verdict verdict =
                        JUDGE.explain(
                                PastedReply.of(code.charAt(0) + "50 " + code + " ."),
                                Optional.empty(),
                                Optional.empty());
                assertThat(verdict.rule()).isEqualTo("code." + entry.code());
                assertThat(verdict.outcome()).isEqualTo(entry.causes().outcomes().getFirst());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.7", "0.0", "1.0", "1.5", "2.0", "2.4", "3.0", "6.4"})
    void an_enhanced_code_that_names_no_cause_still_explains(String code) {
        Verdict verdict =
                JUDGE.explain(
                        PastedReply.of("550 5." + code + " blue elephants"),
                        Optional.empty(),
                        Optional.empty());
        Explanation enhanced = ENHANCED.entry("X." + code).orElseThrow().explanation();
        Explanation basic =
                CodeTable.ofResource("basic-codes.yaml").entry("550").orElseThrow().explanation();
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNCLASSIFIED);
        assertThat(verdict.meaning()).isEqualTo(enhanced.meaning() + " " + basic.meaning());
        assertThat(verdict.advice()).isEqualTo(enhanced.advice() + " " + basic.advice());
    }

    @Test
    void a_range_is_for_its_ends_and_for_nothing_beyond() {
        assertThat(ENHANCED.entry("5.7.606")).isEqualTo(ENHANCED.entry("5.7.649")).isPresent();
        assertThat(ENHANCED.entry("5.7.605")).isEmpty();
        assertThat(ENHANCED.entry("5.7.650")).isEmpty();
        assertThat(ENHANCED.entry("4.7.606")).isEmpty();
    }

    @Test
    void what_is_no_code_or_stands_twice_is_refused() {
        assertRefused(
                "5.7", "codes.yaml:1:9: code: 550, 5yz, X.1.1, 4.7.1 or 5.7.606-649 is wanted");
        assertRefused(
                "55x", "codes.yaml:1:9: code: 550, 5yz, X.1.1, 4.7.1 or 5.7.606-649 is wanted");
        assertRefused(
                "5.7.1\n  standard: yes", "codes.yaml:2:13: standard: \"no\", or leave it out");
        assertRefused("5.7.6-8", "codes.yaml:7:9: code: 5.7.8 stands twice");
    }

    private static void assertRefused(String code, String complaint) {
        String row =
                """
                - code: %s
                  name: none
                  meaning: No.
                  advice: None.
                  source: nobody
                """;
        String yaml = row.formatted(code) + "\n" + row.formatted("5.7.8-9");
        assertThatThrownBy(() -> CodeTable.of(TableRow.of("codes.yaml", yaml, CodeTable.KEYS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void a_bare_550_or_450_or_554_is_no_guess_at_the_recipient() {
        for (String code : List.of("450", "550", "554")) {
            Verdict verdict =
                    JUDGE.explain(PastedReply.of(code), Optional.empty(), Optional.empty());
            assertThat(verdict.outcome()).isEqualTo(Outcome.UNCLASSIFIED);
            assertThat(verdict.rule()).isEqualTo("code." + code);
        }
    }
}
