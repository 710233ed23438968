package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.INFO;

import io.rcptwatch.target.DomainName;

/**
 * Writes one line to the log whenever a domain's mail hosts, or what one of them offers, changed.
 * Of a host that offers something else each time only the first change: until it settles again.
 */
public final class ChangeLog implements AgentListener {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.changes");

    private final Ledger board;

    /** Reads what changed from that board, which has to hear of a round before this does. */
    public ChangeLog(Ledger board) {
        this.board = board;
    }

    @Override
    public void finished(Round round) {
        DomainName domain = round.target().domain();
        board.standing(domain).stream()
                .flatMap(standing -> standing.known().news().stream())
                .filter(ChangeLog::worthALine)
                .forEach(change -> LOG.log(INFO, domain + ": " + change.text()));
    }

    private static boolean worthALine(HostChange change) {
        return switch (change) {
            case HostChange.HostsChanged _ -> true;
            case HostChange.OfferChanged offer -> !offer.again();
        };
    }
}
