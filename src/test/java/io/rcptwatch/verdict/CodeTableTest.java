package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTableTest {
    private static final CodeTable ENHANCED = CodeTable.ofResource("enhanced-codes.yaml");
    private static final CodeTable BASIC = CodeTable.ofResource("basic-codes.yaml");
    private static final Judge JUDGE = Judge.standard();

    @ParameterizedTest
    @CsvFileSource(resources = "enhanced-codes.csv", numLinesToSkip = 1)
    void every_code_of_the_registry_is_there_by_its_name(String code, String name) {
        assertThat(ENHANCED.entry(code)).map(CodeTable.Entry::name).isEqualTo(Optional.of(name));
    }

    @Test
    void there_are_no_codes_beside_the_registry() {
        assertThat(ENHANCED.entries()).hasSize(81);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451, 452, 454, 455,
                500, 501, 502, 503, 504, 521, 523, 524, 525, 530, 534, 535, 538, 541, 550, 551, 552,
                553, 554, 555, 556
            })
    void every_code_of_rfc_5321_and_its_extensions_is_there(int code) {
        assertThat(BASIC.entry(Integer.toString(code))).isPresent();
    }

    @Test
    void every_code_is_explained_in_sentences() {
        for (CodeTable table : List.of(ENHANCED, BASIC)) {
            assertThat(table.entries().values())
                    .allSatisfy(
                            entry -> {
                                assertThat(entry.explanation().meaning()).endsWith(".");
                                assertThat(entry.explanation().advice()).endsWith(".");
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
    })
    void codes_alone_mean(Phase phase, String code, String outcome) {
        Reply reply = PastedReply.of(code + " .").reply().orElseThrow();
        Verdict verdict = JUDGE.judge(Conversations.replied(phase, reply), Provider.OTHER);
        assertThat(verdict.outcome().label()).as(verdict.rule()).isEqualTo(outcome);
    }

    @Test
    void every_enhanced_code_with_a_cause_decides_where_the_text_says_nothing() {
        for (CodeTable.Entry entry : ENHANCED.entries().values()) {
            if (!entry.causes().outcomes().isEmpty()) {
                String code = entry.code().replace('X', '4');
                Verdict verdict =
                        JUDGE.explain(
                                PastedReply.of("450 " + code + " ."),
                                Optional.empty(),
                                Optional.empty());
                assertThat(verdict.rule()).isEqualTo("code." + entry.code());
                assertThat(verdict.outcome()).isEqualTo(entry.causes().outcomes().getFirst());
            }
        }
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
