package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that are easily taken for something else: whose list, whose quota, who is blocked. */
class TrickyRepliesTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    static List<String> replies() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        TrickyRepliesTest.class.getResourceAsStream("tricky-replies.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void a_reply_is_about_what_it_names(String line) {
        String[] row = line.split("\t", 5);
        PastedReply pasted = PastedReply.of(row[4].replace("\\n", "\n"));

        Verdict verdict = JUDGE.judged(pasted, Optional.empty(), Optional.empty()).verdict();

        assertThat(verdict.outcome().label()).isEqualTo(row[0]);
        assertThat(verdict.fault().label()).isEqualTo(row[2]);
        if (!pasted.saysNothing()) {
            assertThat(verdict.outcomeClass().label()).isEqualTo(row[1]);
            assertThat(verdict.permanent()).isEqualTo(Boolean.parseBoolean(row[3]));
        }
    }
}
