package io.rcptwatch.mtasts;

import io.rcptwatch.probe.TlsTrouble;
import java.time.Instant;
import java.util.Optional;

/** What is known of a domain's MTA-STS now. */
public sealed interface StsState {
    /**
     * A policy holds.
     *
     * @param id of the record that it was fetched for
     * @param expiry until when it holds, unless it is fetched again
     * @param trouble why it could not be fetched again, though it should have been
     */
    record InForce(Policy policy, String id, Instant expiry, Optional<TlsTrouble> trouble)
            implements StsState {}

    /** The domain has no MTA-STS. */
    record Absent() implements StsState {}

    /** The domain means to have MTA-STS, and senders do without (RFC 8461 §3.3). */
    record Faulty(TlsTrouble trouble) implements StsState {}

    /** Nothing is known: the DNS gave no answer, or it is us. */
    record Unknown(String detail) implements StsState {}

    /** The policy that holds; empty: none. */
    default Optional<Policy> held() {
        return this instanceof InForce state ? Optional.of(state.policy) : Optional.empty();
    }

    /** What the domain should mend. */
    default Optional<TlsTrouble> fault() {
        return switch (this) {
            case InForce state -> state.trouble;
            case Faulty(TlsTrouble trouble) -> Optional.of(trouble);
            case Absent(), Unknown(_) -> Optional.empty();
        };
    }

    /** Whether mail may go to no host that is not allowed and proven (RFC 8461 §5). */
    default boolean enforced() {
        return mode() == StsMode.ENFORCE;
    }

    /**
     * Whether a policy, enforced or tested, leaves that MX host in; without one every host is.
     *
     * @param mxHost as the MX record names it, without the final dot
     */
    default boolean allows(String mxHost) {
        return held().filter(policy -> policy.mode() != Policy.Mode.NONE)
                .map(policy -> policy.lists(mxHost))
                .orElse(true);
    }

    /** In one word. */
    default StsMode mode() {
        return switch (this) {
            case InForce state ->
                    switch (state.policy.mode()) {
                        case ENFORCE -> StsMode.ENFORCE;
                        case TESTING -> StsMode.TESTING;
                        case NONE -> StsMode.NONE;
                    };
            case Absent() -> StsMode.ABSENT;
            case Faulty(_) -> StsMode.FAULTY;
            case Unknown(_) -> StsMode.UNKNOWN;
        };
    }
}
