package io.rcptwatch.limits;

import io.rcptwatch.target.DomainName;
import java.util.HashMap;
import java.util.Map;

/**
 * Targets whose recipient does not exist: asked half as often each time, since asking for unknown
 * recipients again and again looks like address harvesting. Not thread-safe.
 */
public final class UnknownRecipientBackoff {
    /** A target is asked in one of so many intervals at least. */
    public static final int SLOWEST = 8;

    private final Map<DomainName, Slowed> slowed = new HashMap<>();

    /**
     * How seldom a target is asked.
     *
     * @param factor from one round to the next, in intervals
     * @param left the rounds to leave out before the next one
     */
    public record Slowed(int factor, int left) {
        /** Whatever a file says. */
        private Slowed bounded() {
            int most = Math.clamp(factor, 2, SLOWEST);
            return new Slowed(most, Math.clamp(left, 0, most - 1));
        }
    }

    /** A round is over; the factor that the target's interval has from now on. */
    public int heard(DomainName target, boolean recipientUnknown) {
        if (!recipientUnknown) {
            slowed.remove(target);
            return 1;
        }
        int factor = Math.min(SLOWEST, factor(target) * 2);
        slowed.put(target, new Slowed(factor, factor - 1));
        return factor;
    }

    /** The factor that the target's interval has now. */
    public int factor(DomainName target) {
        Slowed found = slowed.get(target);
        return found == null ? 1 : found.factor();
    }

    /** A round is due: whether it is to be left out. */
    public boolean leavesOut(DomainName target) {
        Slowed found = slowed.get(target);
        if (found == null || found.left() == 0) {
            return false;
        }
        slowed.put(target, new Slowed(found.factor(), found.left() - 1));
        return true;
    }

    /** Those that are asked more seldom than their interval says. */
    public Map<DomainName, Slowed> all() {
        return Map.copyOf(slowed);
    }

    /** Goes on where another run ended. */
    public void restore(Map<DomainName, Slowed> before) {
        before.forEach((target, found) -> slowed.put(target, found.bounded()));
    }

    /** Forgets a target that nobody watches. */
    public void remove(DomainName target) {
        slowed.remove(target);
    }
}
