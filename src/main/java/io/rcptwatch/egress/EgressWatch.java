package io.rcptwatch.egress;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches whether our own network lets us out to mail servers, for each identity and family: many
 * providers block outgoing port 25, and then it is nobody's fault that nobody answers.
 *
 * <p>Off if no hosts are configured. Part of an {@link Engine}: its settings never change.
 */
public final class EgressWatch implements AutoCloseable {
    /** A connection that fails makes us look again, where the last look is older than this. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger("io.rcptwatch.egress");

    private final Egress egress;
    private final EgressCheck check;
    private final InstantSource clock;
    private final List<ProbePoint> points;
    private final Map<Way, Outlook> outlooks = new LinkedHashMap<>();
    private final Thread loop = Thread.ofVirtual().name("egress").unstarted(this::loop);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is known of the way out: the worst comes last. */
    public enum Reach {
        /** Nobody was asked, or none of them has an address that can be tried. */
        UNKNOWN,
        /** A host let us connect. */
        OPEN,
        /** No host that could be tried let us connect. */
        BLOCKED
    }

    /** A block of port 25 leaves 587 open: each port is looked at by itself. */
    private record Way(ProbePoint point, int port) {}

    private record EgressLook(Reach reach, Instant at) {}

    /**
     * Watches how these targets are asked.
     *
     * @param before what it knows of the same hosts is still known
     */
    public EgressWatch(
            Egress egress,
            EgressCheck check,
            Collection<Target> targets,
            Optional<EgressWatch> before,
            InstantSource clock) {
        this.egress = egress;
        this.check = check;
        this.clock = clock;
        this.points = targets.stream().flatMap(ProbePoint::of).distinct().toList();
        Map<Way, Outlook> known =
                before.filter(b -> b.egress.equals(egress)).map(b -> b.outlooks).orElse(Map.of());
        for (int port : ports()) {
            for (ProbePoint point : points) {
                Way way = new Way(point, port);
                outlooks.put(way, new Outlook(way, Optional.ofNullable(known.get(way))));
            }
        }
    }

    /** Looks at once and then at every interval, until it is closed. */
    public void start() {
        loop.start();
    }

    private void loop() {
        try {
            do {
                outlooks.values().forEach(this::look);
            } while (!closed.await(egress.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // No other thread knows this one.
            throw new IllegalStateException(e);
        }
    }

    private void look(Outlook outlook) {
        try {
            if (!closed()) {
                outlook.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // A fault of ours in one look must not end the watch.
            LOG.log(ERROR, "A look at outbound ports failed", e);
        }
    }

    private boolean closed() {
        return closed.getCount() == 0;
    }

    /** Begins no further look; one that goes on ends by itself. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** The ports of the hosts that are asked. */
    public List<Integer> ports() {
        return egress.hosts().stream().map(HostPort::port).distinct().toList();
    }

    /** The hosts that are asked at a port, with it. */
    public List<String> hosts(int port) {
        return labels(at(port));
    }

    private List<HostPort> at(int port) {
        return egress.hosts().stream().filter(host -> host.port() == port).toList();
    }

    private static List<String> labels(List<HostPort> hosts) {
        return hosts.stream().map(host -> host.host() + ":" + host.port()).toList();
    }

    /**
     * What is known of each way out; waits for nothing. Blocked, if any port is of those that are
     * looked at.
     */
    public Map<ProbePoint, Reach> known() {
        Map<ProbePoint, Reach> known = new LinkedHashMap<>();
        points.forEach(point -> known.put(point, Reach.UNKNOWN));
        outlooks.forEach(
                (way, o) -> known.merge(way.point(), o.latest.reach(), EgressWatch::worse));
        return known;
    }

    private static Reach worse(Reach a, Reach b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Who is known to reach no host at that port; waits for nothing. */
    public List<ProbePoint> blocked(int port) {
        return outlooks.entrySet().stream()
                .filter(entry -> entry.getKey().port() == port)
                .filter(entry -> entry.getValue().latest.reach() == Reach.BLOCKED)
                .map(entry -> entry.getKey().point())
                .toList();
    }

    /**
     * Whether a connection to that port that failed says nothing about the host, since no other one
     * succeeds either. Looks again unless the last look was just now.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public boolean blocks(ProbePoint point, int port) throws InterruptedException {
        Outlook outlook = outlooks.get(new Way(point, port));
        return outlook != null && outlook.fresh() == Reach.BLOCKED;
    }

    /** One way out. One look at a time: others meanwhile wait for its result. */
    private final class Outlook {
        private final Way way;
        private final List<HostPort> hosts;
        private volatile EgressLook latest;

        Outlook(Way way, Optional<Outlook> before) {
            this.way = way;
            this.hosts = at(way.port());
            this.latest =
                    before.map(known -> known.latest)
                            .orElse(new EgressLook(Reach.UNKNOWN, Instant.MIN));
        }

        synchronized Reach fresh() throws InterruptedException {
            return latest.at().isBefore(clock.instant().minus(FRESH)) ? look() : latest.reach();
        }

        synchronized Reach look() throws InterruptedException {
            Reach reach = check.reach(way.point(), hosts);
            if (reach != latest.reach() && !closed()) {
                note(reach);
            }
            latest = new EgressLook(reach, clock.instant());
            return reach;
        }

        private void note(Reach reach) {
            String asked = String.join(", ", labels(hosts));
            switch (reach) {
                case OPEN ->
                        LOG.log(INFO, "Outbound port {0} is open for {1}", port(), way.point());
                case BLOCKED ->
                        LOG.log(
                                WARNING,
                                "Outbound port {0} appears blocked for {1}: cannot connect to any of {2}",
                                port(),
                                way.point(),
                                asked);
                case UNKNOWN ->
                        LOG.log(
                                INFO,
                                "Outbound port {0}: it is not known any more whether it is open for {1}",
                                port(),
                                way.point());
            }
        }

        // A number would get a separator.
        private String port() {
            return Integer.toString(way.port());
        }
    }
}
