package io.rcptwatch.probe;

import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.TlsSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A finished conversation: everything that was said, and what decided.
 *
 * @param steps in order; where a second connection was made (in clear after STARTTLS failed, or to
 *     a second address), those of the first one come first
 * @param ending what decided
 * @param extensions what the server offered last; empty where EHLO was not answered well
 * @param tls the handshake, where one was finished
 * @param tlsTrouble why TLS was not used though it was wanted
 */
public record Conversation(
        List<DialogueStep> steps,
        ProbeEnd ending,
        Optional<Extensions> extensions,
        Optional<TlsSession> tls,
        Optional<TlsTrouble> tlsTrouble) {
    public Conversation {
        steps = List.copyOf(steps);
    }

    /** A conversation that never began. */
    public static Conversation notHeld(ProbeEnd.NoRoute ending) {
        return new Conversation(
                List.of(), ending, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, after steps on an earlier connection. */
    public Conversation after(List<DialogueStep> earlier) {
        List<DialogueStep> all = Stream.concat(earlier.stream(), steps.stream()).toList();
        return new Conversation(all, ending, extensions, tls, tlsTrouble);
    }

    /** The time of all steps. */
    public Duration duration() {
        return steps.stream().map(DialogueStep::duration).reduce(Duration.ZERO, Duration::plus);
    }
}
