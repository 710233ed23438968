package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.INFO;

import io.rcptwatch.target.DomainName;
import java.util.function.Consumer;

/**
 * Writes one line to the log whenever a domain's mail hosts, or what one of them offers, changed.
 * Of a host that offers something else each time only the first change: until it settles again.
 */
public final class ChangeLog implements Consumer<LedgerEvent> {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.changes");

    @Override
    public void accept(LedgerEvent event) {
        if (event.listed() && event.cause() instanceof LedgerEntry.Finished) {
            DomainName domain = event.after().target().domain();
            event.after().known().news().stream()
                    .filter(ChangeLog::worthALine)
                    .forEach(change -> LOG.log(INFO, domain + ": " + change.text()));
        }
    }

    private static boolean worthALine(HostChange change) {
        return switch (change) {
            case HostChange.HostsChanged _ -> true;
            case HostChange.OfferChanged offer -> !offer.again();
        };
    }
}
