package io.rcptwatch.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedCodeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.1.1 No such user | 5.1.1",
                "5.1.1 | 5.1.1",
                "2.0.0 Ok | 2.0.0",
                "4.7.650 Later | 4.7.650",
                "5.7.1: refused | 5.7.1",
                "5.7.1; refused | 5.7.1",
                "5.7.1, refused | 5.7.1",
                "5.999.999 x | 5.999.999"
            })
    void a_text_begins_with_its_enhanced_code(String text, String code) {
        assertThat(EnhancedCode.leading(text)).map(EnhancedCode::toString).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ok",
                "5.7.1.1 is blocked",
                "4.16.55.1 is on a list",
                "5.1.1. odd",
                "5.1.1x",
                "5.1.1-x",
                "5.7.1/x",
                "5.1",
                "5.1.",
                "5.1.x",
                "55.1.1 x",
                "1.1.1 x",
                "3.0.0 x",
                "6.1.1 x",
                "5.1000.1 x",
                "5.1.1000 x",
                "-5.1.1 x",
                "see 5.1.1 x",
                "\u0665.1.1 x"
            })
    void an_address_or_another_number_is_none(String text) {
        assertThat(EnhancedCode.leading(text)).isEmpty();
    }

    @Test
    void the_first_line_that_has_one_gives_the_replys_code() {
        Reply reply = new Reply(550, List.of("Refused", "5.7.1 by policy", "5.1.1 or so"));
        assertThat(reply.enhancedCode()).contains(new EnhancedCode(5, 7, 1));
    }

    @Test
    void a_code_of_another_class_than_the_reply_counts_for_nothing() {
        assertThat(Reply.of(450, "5.7.1 Refused").enhancedCode()).isEmpty();
        assertThat(new Reply(550, List.of("4.7.1 a", "5.7.2 b")).enhancedCode())
                .isEqualTo(Optional.of(new EnhancedCode(5, 7, 2)));
    }
}
