package io.rcptwatch.verdict;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.util.List;
import java.util.Optional;

/** Finished conversations, as far as a judge looks at them. */
final class Conversations {
    private Conversations() {}

    static Conversation ended(ProbeEnd ending) {
        return new Conversation(
                List.of(), ending, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Conversation replied(Phase phase, Reply reply) {
        return ended(new ProbeEnd.Replied(phase, reply));
    }
}
