package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTableTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final RuleTable TABLE = RuleTable.standard(JUDGE.providers());

    static Stream<Sample> samples() {
        return samples(Rule::samples);
    }

    static Stream<Sample> counterSamples() {
        return samples(Rule::counterSamples);
    }

    private static Stream<Sample> samples(Function<Rule, List<String>> which) {
        return everyRule().entrySet().stream()
                .flatMap(entry -> samples(entry.getKey(), entry.getValue(), which));
    }

    private static Stream<Sample> samples(
            Rule rule, Provider provider, Function<Rule, List<String>> which) {
        return which.apply(rule).stream().map(reply -> new Sample(rule, provider, reply));
    }

    private static Map<Rule, Provider> everyRule() {
        Map<Rule, Provider> rules = new LinkedHashMap<>();
        TABLE.general().rules().forEach(rule -> rules.put(rule, Provider.OTHER));
        TABLE.ofProviders()
                .forEach(
                        (provider, list) ->
                                list.rules().forEach(rule -> rules.put(rule, provider)));
        return rules;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_rule_wins_its_own_samples(Sample sample) {
        assertThat(sample.verdict(JUDGE).rule()).isEqualTo(sample.rule().id());
    }

    @ParameterizedTest
    @MethodSource("counterSamples")
    void no_rule_wins_its_counter_samples(Sample sample) {
        assertThat(sample.verdict(JUDGE).rule()).isNotEqualTo(sample.rule().id());
    }

    @Test
    void every_pattern_names_a_word_that_makes_it_cheap_to_dismiss() {
        assertThat(everyRule().keySet())
                .allSatisfy(
                        rule ->
                                assertThat(rule.conditions().words().phrases())
                                        .allMatch(Phrase::isCheap, "names a word"));
    }

    @Test
    void a_rule_without_samples_is_refused() {
        assertRefused(
                """
                - id: shy
                  outcome: ip_blocked
                  patterns: [go away]
                  meaning: No.
                  advice: None.
                  source: nobody
                """,
                "rules.yaml:1:3: samples: shy needs a reply that it must win");
    }

    @Test
    void an_unknown_outcome_is_refused() {
        assertRefused(
                rule("outcome: ip_blokked"),
                "rules.yaml:2:12: outcome: there is no outcome ip_blokked");
    }

    @Test
    void an_unknown_key_is_refused() {
        assertRefused(
                rule("outcome: ip_blocked\n  pattern: oops"),
                "rules.yaml:3:3: pattern: is no key here (is patterns meant?); allowed: advice, ");
    }

    @Test
    void a_key_that_stands_twice_is_refused() {
        assertRefused(
                rule("outcome: ip_blocked\n  outcome: greylisted"),
                "rules.yaml:3:3: outcome: is given in line 2 already; allowed: once");
    }

    @Test
    void a_missing_key_is_refused() {
        assertRefused("- id: empty", "rules.yaml:1:3: meaning: is missing");
    }

    @Test
    void a_rule_that_would_win_every_reply_is_refused() {
        assertRefused(
                """
                - id: greedy
                  outcome: ip_blocked
                  phases: [rcpt]
                  meaning: No.
                  advice: None.
                  source: nobody
                  samples: ['550 no']
                """,
                "rules.yaml:1:3: patterns: greedy would win every reply");
    }

    @Test
    void a_pattern_that_is_none_is_refused() {
        assertRefused(
                rule("outcome: ip_blocked\n  links: ['(open']"), "rules.yaml:3:10: links: (open: ");
        assertRefused(rule("outcome: ip_blocked\n  links: ['ab\\']"), "rules.yaml:3:10: links: ab");
    }

    @Test
    void a_pattern_that_needs_to_look_back_is_refused() {
        assertRefused(rule("outcome: ip_blocked\n  links: ['(?<!not )ok']"), "(?<!not )ok: only");
    }

    @Test
    void a_pattern_of_which_the_needed_words_cannot_be_told_is_refused() {
        assertRefused(rule("outcome: ip_blocked\n  links: ['a\\x41']"), "\\x is not known");
        assertRefused(rule("outcome: ip_blocked\n  links: ['[[:alpha:]]']"), "is not known here");
    }

    @Test
    void a_pattern_in_upper_case_could_never_match_and_is_refused() {
        assertRefused(rule("outcome: ip_blocked\n  links: ['\\bSpam\\S']"), "in lower case");
    }

    @Test
    void a_code_that_is_none_is_refused() {
        assertRefused(
                rule("outcome: ip_blocked\n  codes: [55z]"), "codes: a code is 550, 5yz or none");
        assertRefused(rule("outcome: ip_blocked\n  enhanced: [5.1]"), "an enhanced code is 5.1.1");
        assertRefused(rule("outcome: ip_blocked\n  phases: [body]"), "there is no phase body");
    }

    @Test
    void what_is_no_list_of_rules_is_refused() {
        assertRefused("id: alone", "rules.yaml:1:1: (file): a sequence of rows is wanted");
        assertRefused(
                "- just a text", "rules.yaml:1:3: (document): keys and values are missing here");
        assertRefused("- [", "(yaml): ");
        assertRefused("- id: {a: b}", "rules.yaml:1:7: id: a text is missing here");
    }

    @Test
    void two_rules_with_one_id_are_refused() {
        List<Rule> twice = rules(rule("outcome: ip_blocked") + rule("outcome: greylisted"));
        assertThatThrownBy(() -> TABLE.with(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two rules have the id blunt");
    }

    private static String rule(String keys) {
        return """
               - id: blunt
                 %s
                 patterns: [go away]
                 meaning: No.
                 advice: None.
                 source: nobody
                 samples: ['550 go away']
               """
                .formatted(keys);
    }

    private static void assertRefused(String yaml, String complaint) {
        assertThatThrownBy(() -> rules(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static List<Rule> rules(String yaml) {
        return TableRow.of("rules.yaml", yaml, Rule.KEYS).stream().map(Rule::of).toList();
    }
}
