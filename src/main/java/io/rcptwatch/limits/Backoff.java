package io.rcptwatch.limits;

import io.rcptwatch.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A receiver that does not want us, and is left alone.
 *
 * @param identity whom it does not want
 * @param party its provider's label; the address of the host where nobody is known
 * @param provider its provider's label
 * @param since when it first said so
 * @param until when the next conversation tries whether it still holds
 * @param step how long we wait now, before jitter and what the reply itself names
 * @param reason what it said last; empty: an older version noted nothing
 */
public record Backoff(
        String identity,
        String party,
        String provider,
        Instant since,
        Instant until,
        Duration step,
        Optional<Outcome> reason) {
    /** The same, that much later. */
    public Backoff later(Duration by) {
        return new Backoff(identity, party, provider, since.plus(by), until.plus(by), step, reason);
    }

    Backoff until(Instant other) {
        return new Backoff(identity, party, provider, since, other, step, reason);
    }
}
