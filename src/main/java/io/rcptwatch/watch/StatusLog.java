package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Writes one line to the log whenever a domain's status changes, and none while it stays. */
public final class StatusLog implements AgentListener {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.status");
    private static final int LONGEST_TEXT = 200;

    private volatile Set<DomainName> watched = Set.of();
    private final Map<Vantage, Status> last = new ConcurrentHashMap<>();

    private record Vantage(DomainName domain, String identity) {}

    /** How a target stood when another run ended: no news. */
    public void restore(Round round) {
        round.statuses()
                .forEach(
                        (id, status) -> last.put(new Vantage(round.target().domain(), id), status));
    }

    @Override
    public void watching(List<Target> targets) {
        watched = targets.stream().map(Target::domain).collect(Collectors.toUnmodifiableSet());
        last.keySet().removeIf(vantage -> !watched.contains(vantage.domain()));
    }

    @Override
    public void finished(Round round) {
        if (watched.contains(round.target().domain())) {
            round.statuses().forEach((identity, status) -> note(round, identity, status));
        }
    }

    private void note(Round round, String identity, Status status) {
        Status before = last.put(new Vantage(round.target().domain(), identity), status);
        if (before != status) {
            String was = before == null ? Status.PENDING.label() : before.label();
            LOG.log(
                    status == Status.DELIVERABLE ? INFO : WARNING,
                    round.target().domain()
                            + " as "
                            + identity
                            + ": "
                            + was
                            + " -> "
                            + status.label()
                            + reasons(round, identity));
        }
    }

    private static String reasons(Round round, String identity) {
        return round.observations().stream()
                .filter(observation -> observation.identity().equals(identity))
                .map(StatusLog::reason)
                .reduce("", String::concat);
    }

    private static String reason(Observation observation) {
        String text = observation.conversation().ending().text().replace('\n', ' ');
        return "; "
                + observation.mx().orElse("no host")
                + " "
                + observation.verdict().outcome().label()
                + ": "
                + text.substring(0, Math.min(LONGEST_TEXT, text.length()));
    }
}
