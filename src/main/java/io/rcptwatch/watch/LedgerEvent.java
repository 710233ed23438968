package io.rcptwatch.watch;

/**
 * One change of the ledger.
 *
 * @param before the target's state up to now
 * @param after its state from now on; the same if the entry changes nothing that the ledger keeps
 * @param cause what happened
 */
public record LedgerEvent(TargetState before, TargetState after, LedgerEntry cause) {
    /** Whether the configuration lists the target. */
    public boolean listed() {
        return after.listed();
    }
}
