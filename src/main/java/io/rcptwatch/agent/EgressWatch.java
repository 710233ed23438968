package io.rcptwatch.agent;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Watches whether our own network lets us out to mail servers, for each identity and family: many
 * providers block outgoing port 25, and then it is nobody's fault that nobody answers.
 *
 * <p>Off, and nobody is asked, where no hosts are configured.
 */
public final class EgressWatch {
    /** A connection that fails makes us look again, where the last look is older than this. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger("io.rcptwatch.egress");

    private final Egress egress;
    private final EgressCheck check;
    private final Shutdown shutdown;
    private final InstantSource clock;
    private final Map<Vantage, Outlook> outlooks = new ConcurrentHashMap<>();
    private volatile List<Vantage> vantages = List.of();

    /** What is known of the way out. */
    public enum Reach {
        /** Nobody was asked, or none of them has an address that can be tried. */
        UNKNOWN,
        /** A host let us connect. */
        OPEN,
        /** No host that could be tried let us connect. */
        BLOCKED
    }

    /** Who goes out, and over which addresses. */
    public record Vantage(Identity identity, Family family) {
        @Override
        public String toString() {
            return identity.name() + " over " + family.label();
        }

        private static Stream<Vantage> of(Target target) {
            return target.identities().stream()
                    .flatMap(
                            identity ->
                                    target.families().stream()
                                            .filter(identity::connectsOver)
                                            .map(family -> new Vantage(identity, family)));
        }
    }

    private record Look(Reach reach, Instant at) {}

    EgressWatch(Egress egress, EgressCheck check, Shutdown shutdown, InstantSource clock) {
        this.egress = egress;
        this.check = check;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /** From now on the ways on which these targets are asked count, and no others. */
    public void watch(Collection<Target> targets) {
        vantages = targets.stream().flatMap(Vantage::of).distinct().toList();
        outlooks.keySet().retainAll(vantages);
    }

    /** Looks at once and then at every interval, until the shutdown. */
    public void start() {
        if (!egress.hosts().isEmpty()) {
            Thread.ofVirtual().name("egress").start(this::loop);
        }
    }

    private void loop() {
        try {
            while (!shutdown.begun()) {
                for (Vantage vantage : vantages) {
                    outlook(vantage).look();
                }
                Thread.sleep(egress.interval());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The hosts that are asked, with their ports. */
    public List<String> hosts() {
        return egress.hosts().stream().map(host -> host.host() + ":" + host.port()).toList();
    }

    /** What is known of each way out; waits for nothing. */
    public Map<Vantage, Reach> known() {
        Map<Vantage, Reach> known = new LinkedHashMap<>();
        vantages.forEach(vantage -> known.put(vantage, outlook(vantage).latest.reach()));
        return known;
    }

    /**
     * Whether a look at one port tells anything about another one: a block of port 25 leaves 587
     * open.
     */
    public boolean concerns(int port) {
        return egress.hosts().stream().anyMatch(host -> host.port() == port);
    }

    /**
     * Whether a connection to that port that failed says nothing about the host, since no other one
     * succeeds either. Looks again unless somebody has just looked.
     *
     * @throws InterruptedException where the agent stops meanwhile
     */
    boolean blocks(Vantage vantage, int port) throws InterruptedException {
        return concerns(port) && outlook(vantage).fresh() == Reach.BLOCKED;
    }

    private Outlook outlook(Vantage vantage) {
        return outlooks.computeIfAbsent(vantage, Outlook::new);
    }

    /** One way out. One look at a time: who comes meanwhile waits for its result. */
    private final class Outlook {
        private final Vantage vantage;
        private volatile Look latest = new Look(Reach.UNKNOWN, Instant.MIN);

        Outlook(Vantage vantage) {
            this.vantage = vantage;
        }

        synchronized Reach fresh() throws InterruptedException {
            return latest.at().isBefore(clock.instant().minus(FRESH)) ? look() : latest.reach();
        }

        synchronized Reach look() throws InterruptedException {
            Reach reach = check.reach(vantage, egress.hosts());
            if (reach != latest.reach() && !shutdown.begun()) {
                note(reach);
            }
            latest = new Look(reach, clock.instant());
            return reach;
        }

        private void note(Reach reach) {
            String hosts = String.join(", ", hosts());
            switch (reach) {
                case OPEN -> LOG.log(INFO, "The way out is open as " + vantage);
                case BLOCKED ->
                        LOG.log(
                                WARNING,
                                "The way out seems to be blocked as {0}: none of {1} lets us in",
                                vantage,
                                hosts);
                case UNKNOWN ->
                        LOG.log(INFO, "Nothing is known of the way out any more as " + vantage);
            }
        }
    }
}
