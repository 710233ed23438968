package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Judges what mail servers and filters say out of the box, as their sources have it, and what
 * receivers, gateways and sending services say in their own words, reworded. {@code unseen-texts}
 * was written and labelled batch by batch before the rules were tried on it, in the forms in which
 * people paste replies; the phase {@code any} is one that nobody knows.
 */
class MtaTextsTest {
    private static final ReplyClassifier CLASSIFIER = ReplyClassifier.standard();

    @ParameterizedTest(name = "{0}: {3}")
    @CsvFileSource(
            resources = {"mta-texts.csv", "family-texts.csv", "unseen-texts.csv"},
            delimiter = '|',
            quoteCharacter = '\0',
            numLinesToSkip = 1)
    void every_default_text_means_what_its_program_means_by_it(
            String program, String phase, String outcomes, String reply) {
        Verdict verdict =
                CLASSIFIER.explain(PastedReply.of(reply), Phase.labelled(phase), Optional.empty());
        assertThat(List.of(outcomes.split(",", -1)))
                .as(program + " by " + verdict.rule())
                .contains(verdict.outcome().label());
    }
}
