package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastedReplyTest {
    @Test
    void one_line_has_a_code_and_an_enhanced_code() {
        PastedReply pasted = PastedReply.of("  550 5.1.1 User unknown \r\n");
        assertThat(pasted.reply()).contains(Reply.of(550, "5.1.1 User unknown"));
        assertThat(pasted.code()).contains("550");
        assertThat(pasted.enhancedCode()).hasToString("Optional[5.1.1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550-5.1.1 No such\n550 5.1.1 user",
                "550-5.1.1 No such\r\n550 5.1.1 user\r\n",
                "550-5.1.1 No such\\n550 5.1.1 user",
                "550-5.1.1 No such\\r\\n550 5.1.1 user",
                "550-5.1.1 No such 550 5.1.1 user",
            })
    void several_lines_come_in_many_ways(String text) {
        assertThat(PastedReply.of(text).reply())
                .contains(new Reply(550, List.of("5.1.1 No such", "5.1.1 user")));
    }

    @Test
    void lines_without_a_code_belong_to_the_reply() {
        assertThat(PastedReply.of("550 5.1.1 No such\n    user").lines())
                .containsExactly("5.1.1 No such", "user");
    }

    @Test
    void a_code_may_stand_alone() {
        assertThat(PastedReply.of("554").reply()).contains(Reply.of(554, ""));
    }

    @Test
    void an_enhanced_code_may_stand_alone() {
        PastedReply pasted = PastedReply.of("4.2.2 Over quota");
        assertThat(pasted.code()).isEmpty();
        assertThat(pasted.enhancedCode()).hasToString("Optional[4.2.2]");
        assertThat(pasted.firstDigit()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 sorry, no mailbox here by that name (#5.1.1)",
                "550 sorry, no mailbox here by that name. (#5.1.1 - chkuser)",
                "550 #5.1.1 bad address",
            })
    void an_enhanced_code_with_a_mark_counts_wherever_it_stands(String text) {
        assertThat(PastedReply.of(text).enhancedCode()).hasToString("Optional[5.1.1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 no (#4.1.1)",
                "550 deferred - 5.16.55.1",
                "550 see https://example.com/#5.1.1",
                "550 from [5.1.1.2]",
            })
    void other_numbers_are_no_enhanced_code(String text) {
        assertThat(PastedReply.of(text).enhancedCode()).isEmpty();
    }

    @Test
    void a_number_that_is_no_code_is_text() {
        assertThat(PastedReply.of("5500 users").code()).isEmpty();
        assertThat(PastedReply.of("950 users").code()).isEmpty();
        assertThat(PastedReply.of("192.0.2.25 is blocked").code()).isEmpty();
    }

    @Test
    void a_text_without_codes_is_for_good_unless_it_says_otherwise() {
        assertThat(PastedReply.of("User unknown").firstDigit()).isEqualTo(5);
        assertThat(PastedReply.of("Greylisted").firstDigit()).isEqualTo(4);
        assertThat(PastedReply.of("Please try again later").firstDigit()).isEqualTo(4);
    }

    @Test
    void a_program_that_gives_up_is_not_for_now_though_it_says_again() {
        assertThat(PastedReply.of("I'm not going to try again").firstDigit()).isEqualTo(5);
        assertThat(PastedReply.of("Bitte sp\u00e4ter versuchen").firstDigit()).isEqualTo(4);
    }

    @Test
    void an_enhanced_code_in_quotes_is_the_reply_where_the_basic_one_stands_apart() {
        PastedReply reply =
                PastedReply.of("Response { detail: Zero }, message: [\"5.1.8 No such domain\"] }");
        assertThat(reply.enhancedCode()).map(Object::toString).hasValue("5.1.8");
    }

    @Test
    void nothing_is_one_empty_line() {
        assertThat(PastedReply.of(" \n ").lines()).containsExactly("");
    }
}
