package io.rcptwatch.report;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Round;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    public static Optional<Instant> since(
            Map<String, Status> statuses, Map<String, Instant> since) {
        Status overall = overall(statuses.values().stream());
        List<String> alike =
                statuses.keySet().stream().filter(i -> statuses.get(i) == overall).toList();
        return (alike.isEmpty() ? statuses.keySet() : alike)
                .stream()
                        .flatMap(i -> Optional.ofNullable(since.get(i)).stream())
                        .max(Comparator.naturalOrder());
    }

    /**
     * Why the status of a round, as all who asked see it, is what it is; empty: it tells by itself.
     */
    public static Optional<String> reason(Target target, Round round) {
        Status overall = overall(round.statuses().values().stream());
        List<String> alike =
                target.identities().stream()
                        .map(Identity::name)
                        .filter(identity -> round.statuses().get(identity) == overall)
                        .toList();
        return overall == Status.DEGRADED && alike.isEmpty()
                ? Optional.of("mail of some identities is accepted, mail of others is not")
                : alike.stream()
                        .flatMap(identity -> round.statusReason(target, identity).stream())
                        .findFirst();
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
