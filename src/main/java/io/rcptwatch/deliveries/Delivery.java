package io.rcptwatch.deliveries;

import java.time.Duration;
import java.util.Optional;

/**
 * One attempt to deliver to one recipient at a host outside, or the end of all attempts.
 *
 * @param domain the recipient's, in lower case
 * @param host the name of the host that was asked; empty if none was reached
 * @param fate what our mail server made of it
 * @param said what the host said, or our mail server about it, without what stands around it
 * @param delay from the message's arrival to now, if the log tells
 */
public record Delivery(
        String domain, Optional<String> host, Fate fate, String said, Optional<Duration> delay) {
    /** What our mail server made of an attempt: its word decides whether that is permanent. */
    public enum Fate {
        /** The host took the message. */
        SENT("sent"),
        /** It is tried again later. */
        DEFERRED("deferred"),
        /** It goes back to its sender. */
        BOUNCED("bounced"),
        /** It goes back since it was tried for too long: no attempt of its own. */
        EXPIRED("expired");

        private final String label;

        Fate(String label) {
            this.label = label;
        }

        /** As Postfix' logs have it. */
        public String label() {
            return label;
        }
    }

    /** The same, given up. */
    Delivery expired() {
        return new Delivery(domain, host, Fate.EXPIRED, said, Optional.empty());
    }
}
