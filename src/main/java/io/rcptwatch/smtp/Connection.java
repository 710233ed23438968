package io.rcptwatch.smtp;

import java.time.Duration;
import java.util.Optional;

/** An open connection to a mail server: one command at a time, one reply to each. */
public interface Connection extends AutoCloseable {
    /** Waits for the greeting. Nothing may be said before it (RFC 5321 §3.1). */
    Reply greeting() throws FaultException;

    /**
     * The reply that is here though nothing was asked; empty: no byte is here. Does not wait for a
     * reply to begin, only for the rest of one that has. A close of the server is no byte.
     */
    Optional<Reply> unasked() throws FaultException;

    /** Says a command and waits for its reply. */
    Reply exchange(Command command) throws FaultException;

    /**
     * Says a command and waits no longer than {@code patience} for its reply: for RSET and QUIT.
     * Where the time for the conversation is over, it is said all the same, and not waited for.
     * QUIT gets its time even where we are stopping.
     */
    Reply exchange(Command command, Duration patience) throws FaultException;

    /**
     * The handshake, after a 220 to STARTTLS (RFC 3207 §4) or before the greeting (RFC 8314 §3.3).
     *
     * @param anonymousToo whether cipher suites without a certificate will do
     */
    TlsSession handshake(boolean anonymousToo) throws FaultException;

    /** Whether we are shutting down: then nothing but QUIT may still be said. */
    boolean stopping();

    /** Never throws, may be called twice. */
    @Override
    void close();
}
