package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnRulesTest {
    private static final String PARTNER =
            """
            - id: partner-desk
              outcome: policy_rejected
              patterns: ['user unknown to desk \\d+']
              meaning: The partner's desk has not let us in yet.
              advice: Call the desk.
              source: a letter
              samples: ['550 5.1.1 User unknown to desk 12']
            """;

    @TempDir private Path folder = Path.of("");

    private OwnRules.Reading read(String yaml) throws IOException {
        return OwnRules.read(Files.writeString(folder.resolve("own.yaml"), yaml));
    }

    private List<String> complaints(String yaml) throws IOException {
        assertThat(read(yaml)).isInstanceOf(OwnRules.Reading.Refused.class);
        return ((OwnRules.Reading.Refused) read(yaml))
                .complaints().stream().map(c -> c.replace(folder + "/", "")).toList();
    }

    private Verdict explained(String yaml, String reply, Optional<String> mx) throws IOException {
        assertThat(read(yaml)).isInstanceOf(OwnRules.Reading.Read.class);
        ReplyClassifier judge = ((OwnRules.Reading.Read) read(yaml)).judge();
        return judge.explain(PastedReply.of(reply), Optional.empty(), mx);
    }

    @Test
    void they_are_asked_before_all_others() throws IOException {
        Verdict verdict = explained(PARTNER, "550 5.1.1 User unknown to desk 7", Optional.empty());

        assertThat(verdict.rule()).isEqualTo("partner-desk");
        assertThat(verdict.outcome()).isEqualTo(Outcome.POLICY_REJECTED);
    }

    @Test
    void one_may_say_whose_fault_it_is() throws IOException {
        String reply = "550 5.1.1 User unknown to desk 7";

        assertThat(explained(PARTNER, reply, Optional.empty()).fault()).isEqualTo(FaultParty.US);
        assertThat(explained(PARTNER + "  fault: receiver\n", reply, Optional.empty()).fault())
                .isEqualTo(FaultParty.RECEIVER);
    }

    @Test
    void a_fault_that_does_not_exist_is_refused() throws IOException {
        assertThat(complaints(PARTNER + "  fault: them\n"))
                .containsExactly(
                        "own.yaml:8:10: fault: there is no fault them; allowed: none, us, recipient,"
                                + " receiver, network, unknown");
    }

    @Test
    void the_shipped_rules_stay_behind_them() throws IOException {
        Verdict verdict = explained(PARTNER, "550 5.1.1 User unknown", Optional.empty());

        assertThat(verdict.outcome()).isEqualTo(Outcome.RECIPIENT_UNKNOWN);
    }

    @Test
    void one_for_a_provider_leaves_the_others_alone() throws IOException {
        String google = PARTNER + "  providers: [google]\n";
        String reply = "550 5.1.1 User unknown to desk 7";

        assertThat(explained(google, reply, Optional.of("aspmx.l.google.com")).rule())
                .isEqualTo("partner-desk");
        assertThat(explained(google, reply, Optional.of("mx.example.com")).rule())
                .isNotEqualTo("partner-desk");
    }

    @Test
    void one_that_can_never_win_is_refused() throws IOException {
        assertThat(complaints(PARTNER + PARTNER.replace("partner-desk", "late")))
                .containsExactly(
                        "own.yaml:14:12: samples: partner-desk wins “550 5.1.1 User unknown to"
                                + " desk 12”, not this rule");
    }

    @Test
    void one_that_wins_what_it_must_not_is_refused() throws IOException {
        assertThat(complaints(PARTNER + "  counter_samples: ['550 User unknown to desk 9']\n"))
                .containsExactly(
                        "own.yaml:8:20: counter_samples: it wins “550 User unknown to desk 9”");
    }

    @Test
    void a_name_that_is_taken_is_refused() throws IOException {
        assertThat(complaints(PARTNER.replace("partner-desk", "spf")))
                .containsExactly(
                        "own.yaml:1:7: id: spf is taken; allowed: a name that no other rule has");
    }

    @Test
    void a_provider_that_nobody_knows_is_refused() throws IOException {
        assertThat(complaints(PARTNER + "  providers: [gogle]\n").getFirst())
                .startsWith("own.yaml:8:14: providers: there is no provider gogle; allowed: ");
    }

    @Test
    void every_rule_that_is_wrong_gets_its_line() throws IOException {
        String outcome = PARTNER.replace("policy_rejected", "polite");
        String pattern = outcome.replace("patterns", "pattern").replace("partner", "other");

        assertThat(complaints(outcome + pattern))
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .isEqualTo(
                                                "own.yaml:2:12: outcome: there is no outcome"
                                                        + " polite"),
                        second ->
                                assertThat(second).startsWith("own.yaml:10:3: pattern: is no key"));
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertThat(OwnRules.read(Path.of("nowhere.yaml")))
                .isEqualTo(
                        new OwnRules.Reading.Refused(
                                List.of(
                                        "nowhere.yaml:1:1: (file): does not exist; allowed: a YAML"
                                                + " file that can be read")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: b",
                "- [",
                "- \u0001",
                "- &a [*a]",
                "- {a: 1, a: 2}",
                "\u0000",
                "- !!int x"
            })
    void what_is_no_list_of_rules_gets_one_line(String yaml) throws IOException {
        assertThat(complaints(yaml))
                .singleElement()
                .asString()
                .matches("own\\.yaml:\\d+:\\d+: \\S+: [^\\n]+");
    }

    @Test
    void a_file_without_end_is_not_read() throws IOException {
        assertThat(complaints("# long\n".repeat(200_000)))
                .containsExactly("own.yaml:1:1: (file): is too large; allowed: at most 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 200_000})
    void a_pattern_that_is_too_long_is_refused(int letters) throws IOException {
        assertThat(complaints(PARTNER.replace("\\d+", "a".repeat(letters))))
                .containsExactly(
                        "own.yaml:3:13: patterns: user unknown to desk "
                                + "a".repeat(39)
                                + "…: longer than 1000 characters");
    }

    @Test
    void brackets_that_nest_too_deep_are_refused() throws IOException {
        String nested = "(".repeat(5_000) + "x" + ")".repeat(5_000);

        assertThat(complaints(PARTNER.replace("\\d+", nested)))
                .singleElement()
                .asString()
                .endsWith("…: longer than 1000 characters");
    }

    @Test
    void brackets_may_nest_as_deep_as_a_pattern_is_long() throws IOException {
        String nested = "(".repeat(480) + "\\d+" + ")".repeat(480);

        assertThat(read(PARTNER.replace("\\d+", nested))).isInstanceOf(OwnRules.Reading.Read.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?:(?:x{1000}){1000}){1000}", "(?:(?:(?:x{9}){99}){99}){99}", "x{1001}"})
    void repetitions_that_multiply_are_refused(String pattern) throws IOException {
        assertThat(complaints(PARTNER.replace("\\d+", pattern)))
                .singleElement()
                .asString()
                .startsWith("own.yaml:3:13: patterns: user unknown to desk " + pattern);
    }
}
