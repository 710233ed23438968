package io.rcptwatch.probe;

import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsProblem;
import java.util.Optional;

/** Asks one question of one mail host. */
public final class Prober {
    private final Connector connector;

    /** Asks over that connector. */
    public Prober(Connector connector) {
        this.connector = connector;
    }

    /** Holds the conversation, or two of them where opportunistic TLS fails. Never throws. */
    public Conversation probe(ProbeRequest question, Listener listener) {
        Conversation conversation = Dialogue.hold(connector, question, question.tls(), listener);
        return tlsTrouble(question, conversation)
                .map(trouble -> inClear(question, conversation, trouble, listener))
                .orElse(conversation);
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
                        && isTlsTrouble(phase, fault.kind())
                ? Optional.of(new TlsTrouble(TlsProblem.VALIDATION_FAILURE, fault.detail()))
                : Optional.empty();
    }

    private static boolean isTlsTrouble(Phase phase, Fault.Kind kind) {
        return switch (kind) {
            // At any step: in TLS 1.3 a refusal of ours can arrive after the handshake.
            case TLS_FAILED -> true;
            case CONNECTION_DROPPED, REPLY_TIMEOUT -> phase == Phase.STARTTLS;
            case CONNECT_TIMEOUT, CONNECT_FAILED, PROTOCOL_ERROR, LOCAL_ERROR -> false;
        };
    }

    private Conversation inClear(
            ProbeRequest question, Conversation failed, TlsTrouble trouble, Listener listener) {
        Conversation clear = Dialogue.hold(connector, question, new TlsDemand.None(), listener);
        return new Conversation(
                        clear.steps(),
                        clear.ending(),
                        clear.extensions(),
                        failed.tls(),
                        Optional.of(trouble))
                .after(failed.steps());
    }
}
