package io.rcptwatch.probe;

import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import java.util.Set;

/** What decided a conversation. */
public sealed interface ProbeEnd {
    /** The step that decided. */
    Phase phase();

    /** What the server said, or why it said nothing: for people. */
    default String text() {
        return switch (this) {
            case Replied(_, Reply reply) -> reply.toString();
            case TlsRefused(Reply reply) -> reply.toString();
            case Failed(_, Fault fault) -> fault.detail();
            case TlsUntrusted(Set<TlsProblem> problems) -> TlsProblem.labels(problems);
            case NoRoute(_, String detail) -> detail;
            case TlsNotOffered() -> "STARTTLS was not offered";
            case Utf8NotOffered() -> "SMTPUTF8 was not offered";
        };
    }

    /**
     * An answer decided: the one to RCPT, or an earlier one, never a 2yz, that left nothing more to
     * ask.
     */
    record Replied(Phase phase, Reply reply) implements ProbeEnd {}

    /** No answer came, or none that can be read. */
    record Failed(Phase phase, Fault fault) implements ProbeEnd {}

    /** TLS was required, and the server does not offer it. */
    record TlsNotOffered() implements ProbeEnd {
        @Override
        public Phase phase() {
            return Phase.STARTTLS;
        }
    }

    /** TLS was required, and the server said no to STARTTLS. */
    record TlsRefused(Reply reply) implements ProbeEnd {
        @Override
        public Phase phase() {
            return Phase.STARTTLS;
        }
    }

    /** A valid certificate was required, and the server's is not. */
    record TlsUntrusted(Set<TlsProblem> problems) implements ProbeEnd {
        @Override
        public Phase phase() {
            return Phase.STARTTLS;
        }
    }

    /** SMTPUTF8 is needed for the addresses, and the server does not offer it (RFC 6531 §3.1). */
    record Utf8NotOffered() implements ProbeEnd {
        @Override
        public Phase phase() {
            return Phase.EHLO;
        }
    }

    /** Nobody was asked: there is no way there. */
    record NoRoute(Cause cause, String detail) implements ProbeEnd {
        @Override
        public Phase phase() {
            return Phase.DNS;
        }

        /** Why there is no way. */
        public enum Cause {
            /** The DNS gave no answer: nothing is known. */
            LOOKUP_FAILED,
            /** The DNS says that there is no such domain (NXDOMAIN). */
            NO_SUCH_DOMAIN,
            /** The name has no address of any family asked for. */
            NO_ADDRESS,
            /** The domain says that it takes no mail (RFC 7505). */
            NULL_MX,
            /** All its addresses are private, and the configuration refuses those. */
            PRIVATE_ADDRESS
        }
    }
}
