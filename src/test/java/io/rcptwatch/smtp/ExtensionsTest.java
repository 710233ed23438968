package io.rcptwatch.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsTest {
    @Test
    void the_first_line_is_a_greeting_and_the_others_offer_in_their_order() {
        Extensions extensions = offered("SIZE 1000", "starttls", "AUTH LOGIN PLAIN");
        assertThat(extensions.keywords()).containsExactly("SIZE", "STARTTLS", "AUTH");
        assertThat(extensions.parameters()).containsEntry("AUTH", "LOGIN PLAIN");
        assertThat(extensions.offers("STARTTLS")).isTrue();
        assertThat(Extensions.of(Reply.of(250, "STARTTLS")).offers("STARTTLS")).isFalse();
    }

    @Test
    void a_keyword_is_the_whole_word() {
        assertThat(offered("STARTTLSX", "XSTARTTLS", "X STARTTLS").offers("STARTTLS")).isFalse();
    }

    @Test
    void the_old_form_with_an_equals_sign_is_read_too() {
        assertThat(offered("AUTH=LOGIN", "AUTH PLAIN").parameters())
                .containsExactly(Map.entry("AUTH", "LOGIN"));
    }

    @Test
    void empty_lines_offer_nothing() {
        assertThat(offered("", "  ", " SIZE").keywords()).containsExactly("SIZE");
    }

    @Test
    void an_endless_list_is_cut() {
        List<String> lines = new ArrayList<>(List.of("mx"));
        IntStream.range(0, 500).forEach(i -> lines.add("X" + i));
        assertThat(Extensions.of(new Reply(250, lines)).keywords()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({"SIZE 1000,1000", "SIZE=1000,1000", "SIZE 999999999999999999,999999999999999999"})
    void the_size_limit_is_in_bytes(String line, long bytes) {
        assertThat(offered(line).sizeLimit()).isEqualTo(OptionalLong.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE",
                "SIZE 0",
                "SIZE -1",
                "SIZE 1k",
                "SIZE 1 2",
                "SIZE 9999999999999999999"
            })
    void a_size_that_is_no_limit_is_none(String line) {
        assertThat(offered(line).sizeLimit()).isEmpty();
    }

    @Test
    void nobody_changes_them_later() {
        Extensions extensions = offered("SIZE");
        assertThatThrownBy(() -> extensions.keywords().remove("SIZE"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Extensions offered(String... lines) {
        List<String> all = new ArrayList<>(List.of("mx1.example.com"));
        all.addAll(List.of(lines));
        return Extensions.of(new Reply(250, all));
    }
}
