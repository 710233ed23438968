package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables against what others list: the registry, the field, and a widespread article. */
class CatalogueTest {
    private static final CodeTable ENHANCED = CodeTable.ofResource("enhanced-codes.yaml");
    private static final CodeTable BASIC = CodeTable.ofResource("basic-codes.yaml");
    private static final Catalogue CATALOGUE = Catalogue.standard();

    @ParameterizedTest
    @CsvFileSource(resources = "known-codes.csv", numLinesToSkip = 1)
    void every_code_that_others_list_is_there(
            String source, String code, String name, String contradictsRfc) {
        boolean contradicts = contradictsRfc != null;
        switch (source) {
            case "registry" -> {
                CodeTable.CodeRow entry = ENHANCED.entry(code).orElseThrow();
                assertThat(entry.name()).isEqualTo(name);
                assertThat(entry.standard()).isTrue();
            }
            // A code of the registry that somebody uses for something else says so.
            case "field" -> {
                CodeTable.CodeRow entry = entry(code).orElseThrow();
                assertThat(entry.standard() ? entry.usage() : Optional.of(name)).isPresent();
            }
            case "article" -> {
                CodeTable.CodeRow entry = entry(code).orElseThrow();
                assertThat(entry.correction().isPresent()).isEqualTo(contradicts);
                if (code.contains(".") && !contradicts) {
                    assertThat(entry.name()).isEqualToIgnoringCase(name);
                }
            }
            case "example" -> {
                String start = (code + " " + name).toLowerCase(Locale.ROOT);
                assertThat(CATALOGUE.examples())
                        .filteredOn(e -> e.reply().toLowerCase(Locale.ROOT).startsWith(start))
                        .singleElement()
                        .matches(e -> e.correction().isPresent() == contradicts, "correction");
            }
            default -> throw new IllegalArgumentException(source);
        }
    }

    @Test
    void every_outcome_and_every_fault_says_what_to_do_first() {
        assertThat(CATALOGUE.outcomes())
                .extracting(Catalogue.OutcomeLine::outcome)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Outcome.values()).map(Outcome::label).toList());
        assertThat(CATALOGUE.faults())
                .extracting(Catalogue.FaultLine::fault)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(FaultParty.values()).map(FaultParty::label).toList());
    }

    private static Optional<CodeTable.CodeRow> entry(String code) {
        return EnhancedCode.leading(code).map(ENHANCED::entry).orElseGet(() -> BASIC.entry(code));
    }

    static Stream<Example> examples() {
        return Example.shipped().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_well_known_reply_is_judged_as_the_catalogue_says(Example example) {
        assertThat(example.verdict(ReplyClassifier.standard()).outcome())
                .isEqualTo(example.outcome());
    }

    @ParameterizedTest
    @CsvSource({
        "101 Unable to connect to server, connect_failed",
        "111 Connection refused, connect_failed",
        "150 Hello, protocol_error"
    })
    void a_number_of_a_mail_program_is_no_reply_of_a_server(String pasted, String outcome) {
        Verdict verdict =
                ReplyClassifier.standard()
                        .explain(PastedReply.of(pasted), Optional.empty(), Optional.empty());
        assertThat(verdict.outcome().label()).isEqualTo(outcome);
    }

    @Test
    void the_rules_stand_in_the_order_in_which_they_are_asked() {
        RuleTable table = RuleTable.standard(Providers.standard());
        Map<String, List<String>> ids =
                CATALOGUE.rules().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Catalogue.RuleLine::provider,
                                        Collectors.mapping(
                                                Catalogue.RuleLine::id, Collectors.toList())));

        assertThat(ids.get(Catalogue.GENERAL))
                .isEqualTo(table.general().rules().stream().map(Rule::id).toList());
        table.ofProviders()
                .forEach(
                        (provider, rules) ->
                                assertThat(ids.get(provider.label()))
                                        .isEqualTo(rules.rules().stream().map(Rule::id).toList()));
        assertThat(CATALOGUE.rules().getLast().provider()).isEqualTo(Catalogue.GENERAL);
        assertThat(ids).hasSize(table.ofProviders().size() + 1);
    }
}
