package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.Script;
import io.rcptwatch.smtp.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each of the dialogues means is its file's first line. */
class TranscriptVerdictTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    static List<Path> transcripts() throws IOException {
        return Script.files();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void a_dialogue_means_what_its_transcript_says(Path file) throws IOException {
        Script script = Script.read(file);
        Provider provider = script.head("provider").map(Provider::new).orElse(Provider.OTHER);
        Verdict verdict = JUDGE.judge(script.play(Listener.NONE), provider);
        assertThat(
                        "outcome=%s class=%s phase=%s"
                                .formatted(
                                        verdict.outcome().label(),
                                        verdict.outcomeClass().label(),
                                        verdict.phase().map(Phase::label).orElse("")))
                .as("%s, by %s", file, verdict.rule())
                .isEqualTo(script.head("expect").orElseThrow());
    }
}
