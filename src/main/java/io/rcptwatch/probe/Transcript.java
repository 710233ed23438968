package io.rcptwatch.probe;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is said, step by step, on one connection. */
final class Transcript {
    private final List<DialogueStep> steps = new ArrayList<>(8);
    private final Listener listener;
    private Phase phase = Phase.CONNECT;

    Transcript(Listener listener) {
        this.listener = listener;
    }

    interface Exchange<T> {
        T hold() throws FaultException;
    }

    List<DialogueStep> steps() {
        return steps;
    }

    /** The step that is under way, or was last. */
    Phase phase() {
        return phase;
    }

    Reply heard(Command command, Exchange<Reply> exchange) throws FaultException {
        listener.said(command.phase(), command.line());
        return timed(command.phase(), Optional.of(command.line()), exchange, Optional::of);
    }

    Reply heard(Phase phase, Exchange<Reply> exchange) throws FaultException {
        return timed(phase, Optional.empty(), exchange, Optional::of);
    }

    /** What is heard though nothing was said; a step only if that is anything. */
    Optional<Reply> overheard(Phase phase, Exchange<Optional<Reply>> exchange)
            throws FaultException {
        this.phase = phase;
        long start = System.nanoTime();
        Optional<Reply> reply = exchange.hold();
        if (reply.isPresent()) {
            add(phase, Optional.empty(), reply, start);
        }
        return reply;
    }

    <T> T silent(Phase phase, Exchange<T> exchange) throws FaultException {
        return timed(phase, Optional.empty(), exchange, _ -> Optional.empty());
    }

    private <T> T timed(
            Phase phase,
            Optional<String> sent,
            Exchange<T> exchange,
            Function<T, Optional<Reply>> reply)
            throws FaultException {
        this.phase = phase;
        long start = System.nanoTime();
        Optional<Reply> received = Optional.empty();
        try {
            T result = exchange.hold();
            received = reply.apply(result);
            return result;
        } finally {
            add(phase, sent, received, start);
        }
    }

    private void add(Phase phase, Optional<String> sent, Optional<Reply> received, long start) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        DialogueStep step = new DialogueStep(phase, sent, received, duration);
        steps.add(step);
        listener.finished(step);
    }
}
