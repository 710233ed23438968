package io.rcptwatch.report;

import io.rcptwatch.verdict.Status;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which status somebody should look at first. */
public final class Urgency {
    /** Every status, the most urgent one first. */
    public static final List<Status> ORDER =
            List.of(
                    Status.REJECTED,
                    Status.UNREACHABLE,
                    Status.DEFERRED,
                    Status.DEGRADED,
                    Status.INCONCLUSIVE,
                    Status.PENDING,
                    Status.DELIVERABLE);

    private Urgency() {}

    /** The most urgent of some; pending where there are none. */
    public static Status mostUrgent(Stream<Status> statuses) {
        return statuses.min(Comparator.comparing(ORDER::indexOf)).orElse(Status.PENDING);
    }
}
