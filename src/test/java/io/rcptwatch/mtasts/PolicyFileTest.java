package io.rcptwatch.mtasts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy's text (RFC 8461 §3.2), and what its patterns stand for (§4.1). */
class PolicyFileTest {
    private static Policy parse(String text) throws BadSyntaxException {
        return PolicyFile.parse(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BadSyntaxException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: STSv1\nmode: testing\nmx: a.test\nmax_age: 60\n",
                "version: STSv1\r\nmode: testing\r\nmx: a.test\r\nmax_age: 60\r\n",
                "version: STSv1\r\nmode: testing\nmx: a.test\r\nmax_age: 60",
                "version:STSv1\nmode:testing  \nmx:\ta.test\t\nmax_age:   60 \n\n\r\n",
                "max_age: 60\nmx: A.Test\nmode: testing\nversion: STSv1\n",
                "version: STSv1\nmode: testing\nmode: enforce\nmx: a.test\nmax_age: 60\nmax_age: x",
                "version: STSv1\nmode: testing\nmx: a.test\nmax_age: 60\nMode: x\nnew-key: a: ü b",
            })
    void every_way_to_write_it_reads_the_same(String text) throws Exception {
        Policy policy = parse(text);
        assertThat(policy.mode()).isEqualTo(Policy.Mode.TESTING);
        assertThat(policy.mx()).containsExactly(new MxPattern("a.test"));
        assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void mode_none_needs_no_mx() throws Exception {
        assertThat(parse("version: STSv1\nmode: none\nmax_age: 0").mx()).isEmpty();
        refused("version: STSv1\nmode: testing\nmax_age: 0", "the policy has no mx");
        refused("version: STSv1\nmode: enforce\nmax_age: 0", "the policy has no mx");
    }

    @ParameterizedTest
    @CsvSource({"version", "mode", "max_age"})
    void what_is_required_may_not_be_missing(String key) {
        String text = "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 60\n";
        refused(text.replaceFirst(key + ":.*\n", ""), "the policy has no " + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enforce", "report", "enforce testing", "enforce;"})
    void an_unknown_mode_is_refused(String mode) {
        refused(
                "version: STSv1\nmode: " + mode + "\nmx: a.test\nmax_age: 60\n",
                "the policy's mode is none of enforce, testing, none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STSv2", "stsv1", "STSv1;"})
    void an_unknown_version_is_refused(String version) {
        refused(
                "version: " + version + "\nmode: none\nmax_age: 60\n",
                "the policy's version is not STSv1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "31557601", "99999999999999999999", "1.5", "1d", "0x1", "٣"})
    void a_max_age_out_of_range_is_refused(String maxAge) {
        refused(
                "version: STSv1\nmode: none\nmax_age: " + maxAge,
                "the policy's max_age is no number of seconds from 0 to 31557600");
    }

    @Test
    void the_longest_max_age_is_a_year() throws Exception {
        assertThat(parse("version: STSv1\nmode: none\nmax_age: 31557600").maxAge())
                .isEqualTo(Duration.ofHours(8766));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode",
                "mode:",
                ": x",
                "mode : none",
                " mode: none",
                "mode: a\u0000b",
                "mode: a\rb",
                "\uFEFFmode: none",
                "<html>",
                "aaaaaaaaaabbbbbbbbbbccccccccccddd: x",
            })
    void a_line_without_key_and_value_is_refused(String line) {
        refused(
                "version: STSv1\n" + line + "\nmode: none\nmax_age: 60",
                "line 2 of the policy is no key: value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "*a.test",
                "a.*.test",
                "*.*.test",
                "a..test",
                "a.test.",
                ".test",
                "a b",
                "<b>.test",
                "10.0.0.1:25",
                "[10.0.0.1]",
                "m\u00fcller.test"
            })
    void an_mx_that_is_no_host_name_is_refused(String pattern) {
        refused(
                "version: STSv1\nmode: enforce\nmx: " + pattern + "\nmax_age: 60",
                "line 3 of the policy: mx is no host name");
    }

    @Test
    void a_flood_of_patterns_is_refused() {
        String flood =
                IntStream.rangeClosed(0, 100)
                        .mapToObj(i -> "mx: a" + i + ".test\n")
                        .collect(Collectors.joining());
        refused(flood, "more than 100 mx in the policy");
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, a.test, true",
        "a.test, A.TEST, true",
        "A.test, a.test, true",
        "a.test, b.a.test, false",
        "a.test, xa.test, false",
        "*.a.test, b.a.test, true",
        "*.a.test, B.A.Test, true",
        "*.a.test, a.test, false",
        "*.a.test, c.b.a.test, false",
        "*.a.test, .a.test, false",
        "*.a.test, bxa.test, false",
        "*.test, test, false",
    })
    void a_wildcard_is_exactly_one_label(String pattern, String host, boolean matches)
            throws Exception {
        Policy policy = parse("version: STSv1\nmode: enforce\nmx: " + pattern + "\nmax_age: 1");
        assertThat(policy.lists(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " ", "a", "a:", "a: ", "a: b ", "\r", "mx: a.", ": "})
    void hostile_text_is_read_in_linear_time(String piece) {
        long start = System.nanoTime();
        String text = piece.repeat(64 * 1024 / piece.length() - 1) + "\u0001";
        assertThatThrownBy(() -> parse(text)).isInstanceOf(BadSyntaxException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
}
