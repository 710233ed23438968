package io.rcptwatch.mtasts;

import java.time.Duration;
import java.util.List;

/**
 * What a domain asks of who sends to it (RFC 8461 §3.2).
 *
 * @param mx the hosts that mail may go to; in mode none perhaps empty
 * @param maxAge for how long it holds from when it was fetched, 0 to 31,557,600 s
 */
public record Policy(Mode mode, List<MxPattern> mx, Duration maxAge) {
    public Policy {
        mx = List.copyOf(mx);
    }

    /** What a sender does with a host that fails (RFC 8461 §5). */
    public enum Mode {
        /** No mail to it. */
        ENFORCE,
        /** Mail and a report. */
        TESTING,
        /** As if there were no policy. */
        NONE
    }

    /** Whether the policy lists that host, whatever its mode. */
    public boolean lists(String mxHost) {
        return mx.stream().anyMatch(pattern -> pattern.matches(mxHost));
    }
}
