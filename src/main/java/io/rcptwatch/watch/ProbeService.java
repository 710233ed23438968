package io.rcptwatch.watch;

import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers whoever asks about one domain: with what is known, or with a new round. */
public final class ProbeService {
    private final Supplier<Engine> engine;
    private final Ledger board;
    private final AdHocTargets strangers;
    private final InstantSource clock;

    /** Answers from these. */
    public ProbeService(
            Supplier<Engine> engine, Ledger board, AdHocTargets strangers, InstantSource clock) {
        this.engine = engine;
        this.board = board;
        this.strangers = strangers;
        this.clock = clock;
    }

    /** What came of a question. */
    public sealed interface Answer {
        /**
         * So it stands.
         *
         * @param source where that comes from
         * @param now when the answer was given
         */
        record Known(TargetState standing, AnswerSource source, Instant now) implements Answer {}

        /** The configuration does not list the domain, nor does it allow others. */
        record Forbidden() implements Answer {}

        /** Too many domains that are not listed were asked about lately. */
        record Crowded() implements Answer {}

        /**
         * It is no domain.
         *
         * @param complaint as the rest of a sentence that begins with the domain
         */
        record Absurd(String complaint) implements Answer {}
    }

    /**
     * Answers.
     *
     * @param domain as configured or in A-labels, or whatever somebody takes for a domain
     * @param fresh whether a new round is wanted
     * @param patience how long to wait for it at most
     */
    public Answer answer(String domain, boolean fresh, Duration patience)
            throws InterruptedException {
        Optional<TargetState> watched = board.named(domain);
        return watched.isPresent()
                ? watched(watched.get(), fresh, patience)
                : unlisted(domain, fresh, patience);
    }

    private Answer watched(TargetState before, boolean fresh, Duration patience)
            throws InterruptedException {
        Target target = before.target();
        AnswerSource source = fresh ? engine.get().ask(target, patience) : AnswerSource.LATEST;
        // A reload may have taken the target away meanwhile.
        return known(board.standing(target.domain()).orElse(before), source);
    }

    private Answer unlisted(String domain, boolean fresh, Duration patience)
            throws InterruptedException {
        return switch (engine.get().settings().unlisted().permit(domain)) {
            case AdHocPolicy.Permit.Absurd(String complaint) -> new Answer.Absurd(complaint);
            case AdHocPolicy.Permit.Denied() -> new Answer.Forbidden();
            case AdHocPolicy.Permit.Granted(Target target) ->
                    strangers.admit(target)
                            ? stranger(target, fresh, patience)
                            : new Answer.Crowded();
        };
    }

    /** Nobody else asks about it: what is older than its interval is asked again. */
    private Answer stranger(Target target, boolean fresh, Duration patience)
            throws InterruptedException {
        boolean recent =
                strangers
                        .standing(target)
                        .latest()
                        .map(round -> round.finishedAt().plus(target.interval()))
                        .filter(clock.instant()::isBefore)
                        .isPresent();
        AnswerSource source =
                fresh || !recent ? engine.get().ask(target, patience) : AnswerSource.LATEST;
        return known(strangers.standing(target), source);
    }

    private Answer known(TargetState standing, AnswerSource source) {
        return new Answer.Known(standing, source, clock.instant());
    }
}
