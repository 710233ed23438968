package io.rcptwatch.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * What a domain demands of its senders' TLS.
 *
 * @param dane what its signed zone says of its hosts' certificates; empty: the zone is not signed
 * @param mtaSts its MTA-STS policy
 */
record TlsPolicyRecords(Optional<DaneRecords> dane, Optional<PublishedPolicy> mtaSts) {
    static final TlsPolicyRecords NONE = new TlsPolicyRecords(Optional.empty(), Optional.empty());

    /** The TLSA records of its hosts (RFC 7672 §3). */
    enum DaneRecords {
        /** None, and the zone proves it. */
        ABSENT,
        /** One that the host's key matches. */
        MATCH,
        /** One of another key. */
        MISMATCH,
        /** One of a kind that is not for mail. */
        UNUSABLE,
        /** Its signature is broken. */
        BOGUS
    }

    /**
     * A policy (RFC 8461 §3.2).
     *
     * @param mode none, testing or enforce
     * @param mx the hosts that it allows
     */
    record PublishedPolicy(Mode mode, List<String> mx) {
        PublishedPolicy {
            mx = List.copyOf(mx);
        }

        /** How serious it is. */
        enum Mode {
            NONE,
            TESTING,
            ENFORCE
        }
    }
}
