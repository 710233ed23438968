package io.rcptwatch.probe;

import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsProblem;
import java.time.Duration;
import java.util.Optional;

/** Asks one question of one mail host. */
public final class Prober {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Connector connector;

    /** Asks over that connector. */
    public Prober(Connector connector) {
        this.connector = connector;
    }

    /**
     * Holds the conversation; once more where the handshake found no cipher suite and another
     * engine has more of them; once more in clear where opportunistic TLS fails. All of it together
     * gets the time of one conversation. Never throws.
     */
    public Conversation probe(ProbeRequest question, Listener listener) {
        Clock clock = new Clock(question);
        Conversation conversation = withTls(question, clock, listener);
        return tlsTrouble(question, conversation)
                .filter(_ -> clock.suffices())
                .map(trouble -> inClear(clock.left(), conversation, trouble, listener))
                .orElse(conversation);
    }

    private Conversation withTls(ProbeRequest question, Clock clock, Listener listener) {
        Conversation conversation = Dialogue.hold(connector, question, question.tls(), listener);
        boolean again =
                conversation.ending() instanceof ProbeEnd.Failed(_, Fault fault)
                        && fault.kind() == Fault.Kind.TLS_NO_SHARED_CIPHER;
        return again
                ? Dialogue.hold(connector, clock.left(), question.tls(), listener)
                        .after(conversation.steps())
                : conversation;
    }

    /** How much of a question's time is left to the next connection. */
    private record Clock(ProbeRequest question, long start) {
        Clock(ProbeRequest question) {
            this(question, System.nanoTime());
        }

        /** In less time no server could answer, and it would look as if none had. */
        boolean suffices() {
            return left().timeouts().conversation().compareTo(LEAST) >= 0;
        }

        ProbeRequest left() {
            return question.within(
                    question.timeouts().conversation().minusNanos(System.nanoTime() - start));
        }
    }

    /**
     * What went wrong with TLS, where a sender would try again in clear. RFC 7435 §3: an
     * opportunistic sender prefers mail in clear to no mail.
     */
    private static Optional<TlsTrouble> tlsTrouble(
            ProbeRequest question, Conversation conversation) {
        return question.tls() instanceof TlsDemand.Opportunistic
                        && conversation.ending()
                                instanceof ProbeEnd.Failed(Phase phase, Fault fault)
                        && isTlsTrouble(conversation, phase, fault.kind())
                ? Optional.of(new TlsTrouble(TlsProblem.VALIDATION_FAILURE, fault.detail()))
                : Optional.empty();
    }

    private static boolean isTlsTrouble(Conversation conversation, Phase phase, Fault.Kind kind) {
        return switch (kind) {
            // At any step: in TLS 1.3 a refusal of ours can arrive after the handshake.
            case TLS_FAILED, TLS_NO_SHARED_CIPHER -> true;
            // Postfix goes on in clear when it loses the handshake, or a session under TLS at
            // whatever step.
            case CONNECTION_DROPPED, REPLY_TIMEOUT ->
                    phase == Phase.STARTTLS
                            ? inHandshake(conversation)
                            : conversation.tls().isPresent();
            case CONNECT_TIMEOUT, CONNECT_FAILED, PROTOCOL_ERROR, LOCAL_ERROR -> false;
        };
    }

    /** The command STARTTLS has a reply, the handshake has none. */
    private static boolean inHandshake(Conversation conversation) {
        return conversation.steps().getLast().sent().isEmpty();
    }

    private Conversation inClear(
            ProbeRequest question, Conversation failed, TlsTrouble trouble, Listener listener) {
        Conversation clear = Dialogue.hold(connector, question, new TlsDemand.None(), listener);
        return new Conversation(
                        clear.steps(),
                        clear.ending(),
                        clear.extensions(),
                        failed.tls(),
                        endsAlike(failed, clear) ? Optional.empty() : Optional.of(trouble))
                .after(failed.steps());
    }

    /** Where a session under TLS and one in clear are lost at the same step, TLS is not why. */
    private static boolean endsAlike(Conversation secured, Conversation clear) {
        return secured.tls().isPresent()
                && secured.ending() instanceof ProbeEnd.Failed(Phase phase, Fault fault)
                && clear.ending() instanceof ProbeEnd.Failed(Phase phaseInClear, Fault inClear)
                && phase == phaseInClear
                && fault.kind() == inClear.kind();
    }
}
