package io.rcptwatch.agent;

import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.pace.SteadyClock;
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
 * @param planner asks the DNS
 * @param inquirer asks the mail hosts
 * @param limiter holds it back
 * @param pacing says how often
 * @param shutdown ends it
 */
public record Instruments(
        Planner planner, Inquirer inquirer, Limiter limiter, Pacing pacing, Shutdown shutdown) {
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
        InstantSource steady = new SteadyClock(clock, System::nanoTime);
        Limiter limiter = new Limiter(politeness, new Random(), steady);
        Pacing pacing = new Pacing(politeness, steady);
        MailRouter router =
                new MailRouter(
                        dnsServers, LOOKUP, politeness.allowPrivateAddresses(), new Random());
        Prober prober = new Prober(new SocketConnector(new TlsClient(authorities), shutdown));
        Planner planner = new Planner(router, judge, clock);
        Inquirer inquirer = new Inquirer(prober, judge, limiter, clock);
        return new Instruments(planner, inquirer, limiter, pacing, shutdown);
    }
}
