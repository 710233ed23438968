package io.rcptwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the folder is a dialogue and what our side has to make of it. */
class TranscriptTest {
    static List<Path> transcripts() throws IOException {
        return Script.files();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void a_dialogue_goes_and_ends_as_its_transcript_says(Path file) throws IOException {
        Script script = Script.read(file);
        Conversation conversation = script.play(Listener.NONE);
        assertThat(ending(conversation.ending()))
                .as("%s: ending", file)
                .isEqualTo(script.head("ending").orElseThrow());
        assertThat(conversation.tlsTrouble().map(t -> t.problem().label()))
                .as("%s: trouble", file)
                .isEqualTo(script.head("trouble"));
        assertThat(conversation.tls().map(TranscriptTest::judgement))
                .as("%s: secured", file)
                .isEqualTo(script.head("secured"));
        assertThat(conversation.extensions().map(e -> String.join(" ", e.keywords())))
                .as("%s: offered", file)
                .isEqualTo(script.head("offered"));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void every_line_is_kept_and_heard_of_as_it_is_said(Path file) throws IOException {
        Script script = Script.read(file);
        List<String> said = new ArrayList<>();
        List<DialogueStep> finished = new ArrayList<>();
        Conversation conversation = script.play(new Noting(said, finished));
        assertThat(said).isEqualTo(script.clientLines());
        assertThat(conversation.steps()).isEqualTo(finished);
        assertThat(finished.stream().map(DialogueStep::sent).flatMap(Optional::stream))
                .isEqualTo(said);
    }

    @Test
    void there_are_transcripts_and_each_begins_with_its_verdict() throws IOException {
        assertThat(transcripts()).isNotEmpty();
        for (Path file : transcripts()) {
            assertThat(Files.readAllLines(file).getFirst())
                    .as(file.toString())
                    .startsWith("expect: outcome=");
            assertThat(Script.read(file).keys())
                    .as(file.toString())
                    .isSubsetOf(
                            "expect",
                            "provider",
                            "ending",
                            "trouble",
                            "secured",
                            "offered",
                            "tls",
                            "sender",
                            "recipient");
        }
    }

    private record Noting(List<String> said, List<DialogueStep> finished) implements Listener {
        @Override
        public void said(Phase phase, String line) {
            said.add(line);
        }

        @Override
        public void finished(DialogueStep step) {
            finished.add(step);
        }
    }

    private static String judgement(TlsSession session) {
        return session.verified()
                ? "verified"
                : session.problems().stream()
                        .map(TlsProblem::label)
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    private static String ending(ProbeEnd ending) {
        return switch (ending) {
            case ProbeEnd.Replied(Phase phase, var reply) ->
                    "replied " + phase.label() + " " + reply.code();
            case ProbeEnd.Failed(Phase phase, var fault) ->
                    "failed " + phase.label() + " " + fault.kind().name().toLowerCase(Locale.ROOT);
            case ProbeEnd.TlsNotOffered() -> "tls_not_offered";
            case ProbeEnd.TlsRefused(var reply) -> "tls_refused " + reply.code();
            case ProbeEnd.TlsUntrusted untrusted -> "tls_untrusted " + untrusted.text();
            case ProbeEnd.Utf8NotOffered() -> "utf8_not_offered";
            case ProbeEnd.NoRoute(var cause, _) -> "no_route " + cause;
        };
    }
}
