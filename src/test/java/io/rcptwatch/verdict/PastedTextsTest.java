package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads replies where people find them: logs, bounces, errors of programs, transcripts. */
class PastedTextsTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final Set<String> KEYS =
            Set.of("name", "text", "reply", "phase", "outcome", "class", "permanent");

    /** A text and what is to be read in it. */
    record Pasted(
            String name,
            String text,
            Optional<String> reply,
            Optional<String> phase,
            String outcome,
            Optional<String> outcomeClass,
            Optional<String> permanent) {
        private static Pasted of(TableRow row) {
            return new Pasted(
                    row.text("name"),
                    row.optional("text").orElse(""),
                    row.optional("reply"),
                    row.optional("phase"),
                    row.text("outcome"),
                    row.optional("class"),
                    row.optional("permanent"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pasted> texts() {
        return TableRow.ofResource("pasted-texts.yaml", KEYS).stream().map(Pasted::of);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_reply_is_found_where_people_find_it(Pasted text) {
        PastedReply pasted = PastedReply.of(text.text());
        text.reply().ifPresent(reply -> assertThat(said(pasted)).isEqualTo(reply));
        Verdict verdict = JUDGE.explain(pasted, Optional.empty(), Optional.empty());
        assertThat(verdict.outcome().label()).as(verdict.rule()).isEqualTo(text.outcome());
        assertThat(verdict.phase().map(Phase::label)).isEqualTo(text.phase());
        text.outcomeClass()
                .ifPresent(kind -> assertThat(verdict.outcomeClass().label()).isEqualTo(kind));
        text.permanent()
                .ifPresent(
                        permanent ->
                                assertThat(verdict.permanent())
                                        .isEqualTo(Boolean.parseBoolean(permanent)));
        assertThat(pasted.saysNothing()).isEqualTo(text.outcomeClass().isEmpty());
    }

    private static String said(PastedReply pasted) {
        List<String> lines = pasted.lines();
        String text = String.join(" / ", lines);
        return pasted.code().map(code -> code + " " + text).orElse(text);
    }
}
