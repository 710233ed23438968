package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private final Shutdown shutdown;
    private final InstantSource clock;
    private volatile EgressCheck check;
    private volatile Post post;
    private volatile List<ProbePoint> points = List.of();

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

    /** What is looked at, and what came of it. */
    private record Post(Egress egress, Map<Way, Outlook> outlooks) {
        Post(Egress egress) {
            this(egress, new ConcurrentHashMap<>());
        }

        List<Integer> ports() {
            return egress.hosts().stream().map(HostPort::port).distinct().toList();
        }

        List<HostPort> hosts(int port) {
            return egress.hosts().stream().filter(host -> host.port() == port).toList();
        }
    }

    EgressWatch(Egress egress, EgressCheck check, Shutdown shutdown, InstantSource clock) {
        this.post = new Post(egress);
        this.check = check;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /** From now on the ways on which these targets are asked count, and no others. */
    public void watch(Collection<Target> targets) {
        points = targets.stream().flatMap(ProbePoint::of).distinct().toList();
        post.outlooks().keySet().removeIf(way -> !points.contains(way.point()));
    }

    /** From now on these hosts are asked; what is known of others is forgotten. */
    public void renew(Egress egress) {
        if (!egress.equals(post.egress())) {
            post = new Post(egress);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** From now on hosts are asked like that. */
    EgressWatch by(EgressCheck other) {
        check = other;
        return this;
    }

    /** Looks at once and then at every interval, until the shutdown. */
    public void start() {
        Thread.ofVirtual().name("egress").start(this::loop);
    }

    private void loop() {
        try {
            while (!shutdown.begun()) {
                Post now = post;
                for (int port : now.ports()) {
                    for (ProbePoint point : points) {
                        outlook(now, point, port).look();
                    }
                }
                pause(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the next look, or until there are others to ask. */
    private synchronized void pause(Post looked) throws InterruptedException {
        long end = System.nanoTime() + looked.egress().interval().toNanos();
        long left = end - System.nanoTime();
        while (left > 0 && post.egress().equals(looked.egress())) {
            wait(1 + Duration.ofNanos(left).toMillis());
            left = end - System.nanoTime();
        }
    }

    /** The ports of the hosts that are asked. */
    public List<Integer> ports() {
        return post.ports();
    }

    /** The hosts that are asked at a port, with it. */
    public List<String> hosts(int port) {
        return labels(post.hosts(port));
    }

    private static List<String> labels(List<HostPort> hosts) {
        return hosts.stream().map(host -> host.host() + ":" + host.port()).toList();
    }

    /**
     * What is known of each way out; waits for nothing. Blocked, where any port is of those that
     * are looked at.
     */
    public Map<ProbePoint, Reach> known() {
        Map<ProbePoint, Reach> known = new LinkedHashMap<>();
        Post now = post;
        for (ProbePoint point : points) {
            known.put(
                    point,
                    now.ports().stream()
                            .map(port -> outlook(now, point, port).latest.reach())
                            .max(Comparator.naturalOrder())
                            .orElse(Reach.UNKNOWN));
        }
        return known;
    }

    /** Who is known to be let out to nobody at that port; waits for nothing. */
    public List<ProbePoint> blocked(int port) {
        Post now = post;
        return now.hosts(port).isEmpty()
                ? List.of()
                : points.stream()
                        .filter(v -> outlook(now, v, port).latest.reach() == Reach.BLOCKED)
                        .toList();
    }

    /**
     * Whether a connection to that port that failed says nothing about the host, since no other one
     * succeeds either. Looks again unless somebody has just looked.
     *
     * @throws InterruptedException where the agent stops meanwhile
     */
    boolean blocks(ProbePoint point, int port) throws InterruptedException {
        Post now = post;
        return !now.hosts(port).isEmpty() && outlook(now, point, port).fresh() == Reach.BLOCKED;
    }

    private Outlook outlook(Post at, ProbePoint point, int port) {
        return at.outlooks()
                .computeIfAbsent(new Way(point, port), way -> new Outlook(way, at.hosts(port)));
    }

    /** One way out. One look at a time: who comes meanwhile waits for its result. */
    private final class Outlook {
        private final Way way;
        private final List<HostPort> hosts;
        private volatile EgressLook latest = new EgressLook(Reach.UNKNOWN, Instant.MIN);

        Outlook(Way way, List<HostPort> hosts) {
            this.way = way;
            this.hosts = hosts;
        }

        synchronized Reach fresh() throws InterruptedException {
            return latest.at().isBefore(clock.instant().minus(FRESH)) ? look() : latest.reach();
        }

        synchronized Reach look() throws InterruptedException {
            Reach reach = check.reach(way.point(), hosts);
            if (reach != latest.reach() && !shutdown.begun()) {
                note(reach);
            }
            latest = new EgressLook(reach, clock.instant());
            return reach;
        }

        private void note(Reach reach) {
            String asked = String.join(", ", labels(hosts));
            String point = way.point() + " at port " + way.port();
            switch (reach) {
                case OPEN -> LOG.log(INFO, "The way out is open as " + point);
                case BLOCKED ->
                        LOG.log(
                                WARNING,
                                "The way out seems to be blocked as {0}: none of {1} lets us in",
                                point,
                                asked);
                case UNKNOWN ->
                        LOG.log(INFO, "Nothing is known of the way out any more as " + point);
            }
        }
    }
}
