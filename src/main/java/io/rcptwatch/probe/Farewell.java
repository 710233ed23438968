package io.rcptwatch.probe;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.time.Duration;
import java.util.Optional;

/**
 * RSET and QUIT. RFC 5321 §4.1.1.10: a client does not close before it has said QUIT. Whether a
 * server is polite at the end says nothing about whether it accepts mail. But a server that answers
 * RSET or QUIT as though it was asked something else is a reply ahead or behind: its answer to RCPT
 * was not to RCPT.
 */
record Farewell(Connection connection, Transcript transcript) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * How the server took one command.
     *
     * @param there whether it can still hear
     * @param inStep whether it kept silent before it was asked
     */
    private record Parting(boolean there, boolean inStep, Optional<Reply> reply) {}

    /**
     * Says QUIT to a server that is there, and RSET before it if a transaction is open.
     *
     * @return whether the replies fit the commands
     */
    boolean say(boolean transactionOpen) {
        Parting rset =
                transactionOpen
                        ? part(new Command.Rset())
                        : new Parting(true, true, Optional.empty());
        Parting quit = rset.there() ? part(new Command.Quit()) : rset;
        return rset.inStep() && quit.inStep() && fit(rset.reply(), quit.reply());
    }

    private Parting part(Command command) {
        try {
            boolean inStep = isInStep();
            Reply reply = transcript.heard(command, () -> connection.exchange(command, PATIENCE));
            return new Parting(true, inStep, Optional.of(reply));
        } catch (FaultException e) {
            // No answer is no wrong one.
            return new Parting(!lost(e.fault()), true, Optional.empty());
        }
    }

    private boolean isInStep() throws FaultException {
        try {
            Dialogue.unasked(connection, transcript, Phase.QUIT);
            return true;
        } catch (FaultException e) {
            if (e.fault().kind() == Fault.Kind.PROTOCOL_ERROR) {
                return false;
            }
            throw e;
        }
    }

    private static boolean fit(Optional<Reply> rset, Optional<Reply> quit) {
        boolean closing = quit.filter(reply -> reply.code() == 221).isPresent();
        return quit.filter(reply -> !isPolite(reply)).isEmpty()
                && rset.filter(reply -> !isPolite(reply) && !(isUnknown(reply) && closing))
                        .isEmpty();
    }

    private static boolean isPolite(Reply reply) {
        return reply.positive() || reply.code() == 421;
    }

    /** RFC 5321 §4.2.4: a command that the server does not know, against §4.5.1. */
    private static boolean isUnknown(Reply reply) {
        return reply.code() == 500 || reply.code() == 502;
    }

    /** Whether nothing can be said any more after such a fault. */
    static boolean lost(Fault fault) {
        return switch (fault.kind()) {
            case CONNECTION_DROPPED,
                    TLS_FAILED,
                    TLS_NO_SHARED_CIPHER,
                    CONNECT_FAILED,
                    CONNECT_TIMEOUT ->
                    true;
            case REPLY_TIMEOUT, PROTOCOL_ERROR, LOCAL_ERROR -> false;
        };
    }
}
