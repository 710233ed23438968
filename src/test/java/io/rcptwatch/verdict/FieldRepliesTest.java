package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Judges replies from the field whose causes were told by people who had not seen our rules.
 *
 * <p>The rules have been mended with them since: what is measured here is that nothing is lost, not
 * how we do on what we have not seen. For that, new replies have to be gathered, and measured
 * before any rule is written from them.
 */
class FieldRepliesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Case> CASES = cases();

    /**
     * A reply and what became of it.
     *
     * @param expected the outcomes that a mail engineer would defend, the best one first
     */
    private record Case(String reply, List<Outcome> expected, Outcome judged) {
        boolean right() {
            return expected.contains(judged);
        }

        /** Which line of the table it belongs in: every expected outcome is as good as the best. */
        Outcome row() {
            return right() ? judged : expected.getFirst();
        }
    }

    @BeforeAll
    static void print_how_we_do() {
        System.out.println(report());
    }

    @Test
    void nineteen_of_twenty_replies_are_judged_as_a_mail_engineer_would() {
        assertThat(share(CASES.stream().filter(Case::right).count()))
                .as("accuracy")
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void hardly_a_reply_that_tells_its_cause_stays_unclassified() {
        assertThat(share(unclassified()))
                .as("share of unclassified where a cause is told")
                .isLessThan(0.02);
    }

    /** Whoever believes it strikes recipients off who are well. */
    @Test
    void a_block_of_our_address_is_never_taken_for_an_unknown_recipient() {
        assertThat(CASES)
                .filteredOn(c -> c.expected.getFirst() == Outcome.IP_BLOCKED && !c.right())
                .filteredOn(c -> c.judged == Outcome.RECIPIENT_UNKNOWN)
                .isEmpty();
    }

    private static List<Case> cases() {
        ReplyClassifier judge = ReplyClassifier.standard();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        FieldRepliesTest.class.getResourceAsStream(
                                                "field-replies.jsonl")),
                                StandardCharsets.UTF_8))) {
            return in.lines().map(line -> judged(judge, line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case judged(ReplyClassifier judge, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            Set<Outcome> expected = new LinkedHashSet<>();
            expected.add(outcome(node.path("outcome")));
            node.path("also").forEach(also -> expected.add(outcome(also)));
            String reply = node.path("reply").asText();
            Verdict verdict =
                    judge.explain(
                            PastedReply.of(reply),
                            text(node, "phase").map(label -> Phase.labelled(label).orElseThrow()),
                            text(node, "mx"));
            return new Case(reply, List.copyOf(expected), verdict.outcome());
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Outcome outcome(JsonNode label) {
        return Outcome.labelled(label.asText()).orElseThrow();
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }

    private static String report() {
        List<Outcome> outcomes =
                Arrays.stream(Outcome.values())
                        .filter(o -> CASES.stream().anyMatch(c -> c.row() == o || c.judged == o))
                        .toList();
        StringBuilder report = new StringBuilder("Field replies, expected down × judged across:\n");
        report.append(" ".repeat(29));
        for (int i = 0; i < outcomes.size(); i++) {
            report.append("%5s".formatted("#" + (i + 1)));
        }
        report.append("  recall  precision\n");
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome row = outcomes.get(i);
            report.append("%3s %-25s".formatted("#" + (i + 1), row.label()));
            for (Outcome column : outcomes) {
                long count = count(row, column);
                report.append("%5s".formatted(count == 0 ? "." : count));
            }
            long right = count(row, row);
            report.append(
                    "%8s%11s%n"
                            .formatted(
                                    percent(right, CASES.stream().filter(c -> c.row() == row)),
                                    percent(right, CASES.stream().filter(c -> c.judged == row))));
        }
        return report.append(
                        "%d replies, accuracy %.3f, unclassified where a cause is told %.3f%n"
                                .formatted(
                                        CASES.size(),
                                        share(CASES.stream().filter(Case::right).count()),
                                        share(unclassified())))
                .toString();
    }

    private static long count(Outcome row, Outcome column) {
        return CASES.stream().filter(c -> c.row() == row && c.judged == column).count();
    }

    private static String percent(long right, Stream<Case> of) {
        long all = of.count();
        return all == 0 ? "-" : Math.round(100.0 * right / all) + " %";
    }

    private static long unclassified() {
        return CASES.stream().filter(c -> c.judged == Outcome.UNCLASSIFIED && !c.right()).count();
    }

    private static double share(long count) {
        return (double) count / CASES.size();
    }
}
