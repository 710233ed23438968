package io.rcptwatch.watch;

import io.rcptwatch.target.Target;
import io.rcptwatch.wire.Shutdown;

/** Posts to the ledger, until the agent stops. */
record Audience(Ledger ledger, Shutdown shutdown) {
    void tell(Target target, LedgerEntry entry) {
        ledger.post(target, entry);
    }

    /** A conversation that we broke off ourselves says nothing that belongs into the ledger. */
    void tellUnlessStopping(Target target, LedgerEntry entry) {
        if (!shutdown.begun()) {
            tell(target, entry);
        }
    }
}
