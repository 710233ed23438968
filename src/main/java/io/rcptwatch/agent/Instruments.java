package io.rcptwatch.agent;

import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.wire.Shutdown;
import io.rcptwatch.wire.SocketConnector;
import io.rcptwatch.wire.TlsClient;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * What it takes to ask anybody, put together once: for the agent and for a single command alike.
 *
 * @param router knows where mail goes
 * @param prober talks to mail hosts
 * @param planner asks the DNS
 * @param inquirer asks the mail hosts
 * @param limiter holds it back
 * @param shutdown ends it
 */
public record Instruments(
        MailRouter router,
        Prober prober,
        Planner planner,
        Inquirer inquirer,
        Limiter limiter,
        Shutdown shutdown) {
    // Resolvers give up on a question after 10 to 30 s; a sender would, too, and try later.
    private static final Duration LOOKUP = Duration.ofSeconds(15);

    /**
     * Puts them together.
     *
     * @param dnsServers whom to ask where mail goes; empty: the system's
     * @param politeness what we allow ourselves
     * @param authorities whom to trust besides those that the JDK trusts
     * @param judge says what the answers mean
     */
    public static Instruments of(
            List<InetSocketAddress> dnsServers,
            Politeness politeness,
            List<X509Certificate> authorities,
            Judge judge,
            InstantSource clock) {
        Shutdown shutdown = new Shutdown();
        Limiter limiter = new Limiter(politeness);
        Prober prober = new Prober(new SocketConnector(new TlsClient(authorities), shutdown));
        MailRouter router = router(dnsServers, politeness);
        return of(router, prober, judge, limiter, shutdown, clock);
    }

    private static MailRouter router(List<InetSocketAddress> dnsServers, Politeness politeness) {
        return new MailRouter(dnsServers, LOOKUP, politeness.allowPrivateAddresses(), new Random());
    }

    private static Instruments of(
            MailRouter router,
            Prober prober,
            Judge judge,
            Limiter limiter,
            Shutdown shutdown,
            InstantSource clock) {
        Planner planner = new Planner(router, judge, clock);
        Inquirer inquirer = new Inquirer(prober, judge, limiter, clock);
        return new Instruments(router, prober, planner, inquirer, limiter, shutdown);
    }

    /**
     * The same by other settings. What they know of the DNS stays where the settings of that are
     * the same; the limiter stays in any case, and is told.
     */
    public Instruments renewed(Settings before, Settings now, InstantSource clock) {
        boolean sameDns =
                before.resolution().equals(now.resolution())
                        && before.politeness().allowPrivateAddresses()
                                == now.politeness().allowPrivateAddresses();
        limiter.allow(now.politeness());
        return of(
                sameDns ? router : router(now.resolution().servers(), now.politeness()),
                prober,
                now.judge(),
                limiter,
                shutdown,
                clock);
    }
}
