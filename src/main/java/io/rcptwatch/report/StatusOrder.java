package io.rcptwatch.report;

import io.rcptwatch.verdict.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which status somebody should look at first. */
public final class StatusOrder {
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

    private StatusOrder() {}

    /**
     * When the status of a domain as all who ask see it began: when the last of those who see it so
     * began to, or of all where only all of them together make it up; empty if that is not known.
     */
    static Optional<Instant> since(
            Status overall,
            Collection<String> identities,
            Function<String, Status> status,
            Function<String, Optional<Instant>> since) {
        List<String> alike = identities.stream().filter(i -> status.apply(i) == overall).toList();
        return (alike.isEmpty() ? identities : alike)
                .stream().flatMap(i -> since.apply(i).stream()).max(Comparator.naturalOrder());
    }

    /**
     * The status of a domain as all who ask see it: degraded where only some of them have success,
     * and else the most urgent one. Who could not find out has no say where another one could;
     * pending where there are none.
     */
    public static Status overall(Stream<Status> identities) {
        EnumSet<Status> all = EnumSet.noneOf(Status.class);
        identities.forEach(all::add);
        if (!all.contains(Status.DELIVERABLE) && !all.contains(Status.DEGRADED)) {
            return all.stream().min(Comparator.comparing(ORDER::indexOf)).orElse(Status.PENDING);
        }
        all.removeAll(EnumSet.of(Status.INCONCLUSIVE, Status.PENDING));
        return all.equals(EnumSet.of(Status.DELIVERABLE)) ? Status.DELIVERABLE : Status.DEGRADED;
    }
}
