package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user unknown; [[user unknown]]",
                "no such (user|mailbox); [[no such ], [user, mailbox]]",
                "(tls|ssl) (is )?required; [[tls, ssl], [required]]",
                "colou?r; [[colo]]",
                "ab+cd; [[cd]]",
                "(ab)+cd; [[ab], [cd]]",
                "(ab)*cd; [[cd]]",
                "(ab){0,2}cd; [[cd]]",
                "\\bspf\\b; [[spf]]",
                "a\\.b; [[a.b]]",
                "[abc]de; [[de]]",
                "[]a]de; [[de]]",
                "user|(mail)?box; [[user, box]]",
                "user|.*; []",
                "(a|bc)de; [[de]]",
                "(?:gr|gray)list; [[gr, gray], [list]]",
                "listed (in|on) (the )?zen; [[listed ], [in, on], [zen]]",
                ".*; []",
            })
    void a_match_needs(String pattern, String words) {
        assertThat(RequiredWords.of(pattern)).hasToString(words);
    }

    @Test
    void a_pattern_that_repeats_one_part_at_most_and_not_without_end_is_bounded() {
        assertThat(
                        Stream.of(
                                "no (such )?user",
                                "[*+{]",
                                "a\\+b",
                                "\\bip\\b",
                                "a.{0,30}b",
                                "a{4}b{1,3}c{9}"))
                .allMatch(RequiredWords::isBounded);
        assertThat(
                        Stream.of(
                                "a*b",
                                "(no )+user",
                                "a{2,}",
                                "a.{0,30}b.{0,30}c",
                                "(a{0,9}){0,9}",
                                "(a{0,4}){0,4}b{5}"))
                .noneMatch(RequiredWords::isBounded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a|b; [a, b]",
                "(a|b)c|d; [(a|b)c, d]",
                "[|]a|b; [[|]a, b]",
                "a\\|b|c; [a\\|b, c]",
                "[\\]|]|c; [[\\]|], c]",
                "a((b|c)|d)e; [a((b|c)|d)e]",
                "a|; [a, ]",
            })
    void a_pattern_has_alternatives(String pattern, String alternatives) {
        assertThat(RequiredWords.alternativesOf(pattern)).hasToString(alternatives);
    }
}
