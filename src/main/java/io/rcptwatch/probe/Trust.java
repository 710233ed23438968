package io.rcptwatch.probe;

import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.util.Set;

/** Whom a sender that relies on TLS takes for the mail host. */
@FunctionalInterface
public interface Trust {
    /** Anybody: encryption counts, the certificate does not. */
    Trust ANYBODY = _ -> Set.of();

    /** Whom the usual authorities vouch for, under the host's name. */
    Trust AUTHORITIES = TlsSession::problems;

    /** What is wrong with the other side of a finished handshake; empty: nothing. */
    Set<TlsProblem> problems(TlsSession session);
}
