package io.rcptwatch.watch;

import io.rcptwatch.dane.DaneLookup;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.dns.SecureLookups;
import io.rcptwatch.dns.TrustAnchors;
import io.rcptwatch.dns.Validation;
import io.rcptwatch.limits.SteadyClock;
import io.rcptwatch.mtasts.MtaSts;
import io.rcptwatch.probe.Connector;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.wire.HttpsClient;
import io.rcptwatch.wire.Shutdown;
import io.rcptwatch.wire.SocketConnector;
import io.rcptwatch.wire.TlsClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * What it takes to ask anybody, put together once: for the agent and for a single command alike.
 *
 * @param planner asks the DNS
 * @param inquirer asks the mail hosts
 * @param limiter holds it back
 * @param pacing says how often
 * @param egress knows whether our own network lets us out
 * @param shutdown ends it
 */
public record ProberWiring(
        Planner planner,
        HostProber inquirer,
        Limiter limiter,
        ProbePacer pacing,
        EgressWatch egress,
        Shutdown shutdown) {
    private static final String USER_AGENT = "Rcptwatch";
    // RFC 8461 §3.3 allows a minute.
    private static final Duration PAGE = Duration.ofSeconds(15);

    // Resolvers give up on a question after 10 to 30 s; a sender would, too, and try later.
    private static final Duration LOOKUP = Duration.ofSeconds(15);

    /**
     * Puts them together.
     *
     * @param resolution how names are looked up
     * @param politeness what we allow ourselves
     * @param egress how to find out whether our own network lets us out
     * @param surroundings in which world they are used
     * @param judge says what the answers mean
     * @throws IllegalArgumentException where the file of the trust anchors cannot be used: one line
     *     says why; {@link #complaint} tells before
     */
    public static ProberWiring of(
            Resolution resolution,
            Politeness politeness,
            Egress egress,
            Environment surroundings,
            ReplyClassifier judge,
            InstantSource clock) {
        InstantSource steady = new SteadyClock(clock, System::nanoTime);
        Lasting lasting =
                new Lasting(
                        new Limiter(politeness, new Random(), steady),
                        new ProbePacer(politeness, steady),
                        new Shutdown());
        BiFunction<MailRouter, Connector, EgressWatch> watch =
                (router, connector) ->
                        new EgressWatch(
                                egress,
                                new EgressCheck(
                                        router, connector, lasting.limiter(), judge.providers()),
                                lasting.shutdown(),
                                clock);
        return of(resolution, politeness, surroundings, judge, clock, lasting, watch);
    }

    /** What stays whatever the settings are. */
    private record Lasting(Limiter limiter, ProbePacer pacing, Shutdown shutdown) {}

    /**
     * The same by other settings. What they know of the DNS stays where the settings of that stay;
     * the limiter, the pacing, the look at our own network and the shutdown stay in any case, and
     * are told nothing but how names are looked up.
     *
     * @param before by what these were put together
     * @throws IllegalArgumentException as {@link #of}
     */
    public ProberWiring renewed(
            AgentSettings before,
            AgentSettings now,
            Environment surroundings,
            InstantSource clock) {
        ReplyClassifier judge = now.judge();
        return before.asksTheSameDns(now)
                ? new ProberWiring(
                        planner.judgingBy(judge),
                        inquirer.judgingBy(judge),
                        limiter,
                        pacing,
                        egress,
                        shutdown)
                : of(
                        now.resolution(),
                        now.politeness(),
                        surroundings,
                        judge,
                        clock,
                        new Lasting(limiter, pacing, shutdown),
                        (router, connector) ->
                                egress.by(
                                        new EgressCheck(
                                                router, connector, limiter, judge.providers())));
    }

    private static ProberWiring of(
            Resolution resolution,
            Politeness politeness,
            Environment surroundings,
            ReplyClassifier judge,
            InstantSource clock,
            Lasting lasting,
            BiFunction<MailRouter, Connector, EgressWatch> egress) {
        boolean allowPrivate = politeness.allowPrivateAddresses();
        List<InetSocketAddress> servers = resolution.servers();
        DnsClient dns = new DnsClient(servers, LOOKUP, allowPrivate);
        MailRouter router = new MailRouter(dns, new Random());
        TlsClient tls = new TlsClient(surroundings.authorities());
        Connector connector = new SocketConnector(tls, lasting.shutdown());
        HttpsClient https =
                new HttpsClient(
                        tls, lasting.shutdown(), USER_AGENT, surroundings.policyPort(), PAGE);
        TlsPolicies policies =
                new TlsPolicies(dns, new MtaSts(dns, https, clock), dane(resolution));
        Planner planner = new Planner(router, policies, judge, clock);
        EgressWatch watch = egress.apply(router, connector);
        HostProber inquirer =
                new HostProber(new Prober(connector), judge, lasting.limiter(), watch, clock);
        return new ProberWiring(
                planner, inquirer, lasting.limiter(), lasting.pacing(), watch, lasting.shutdown());
    }

    /** Why names cannot be looked up like that, on one line; empty: they can. */
    public static Optional<String> complaint(Resolution resolution) {
        try {
            dane(resolution);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<DaneLookup> dane(Resolution resolution) {
        return switch (resolution.dnssec()) {
            case OFF -> Optional.empty();
            case TRUST_AD -> Optional.of(dane(resolution, new Validation.TrustedResolver()));
            case VALIDATE ->
                    Optional.of(dane(resolution, new Validation.Own(trustAnchors(resolution))));
        };
    }

    private static DaneLookup dane(Resolution resolution, Validation validation) {
        return new DaneLookup(new SecureLookups(resolution.servers(), LOOKUP, validation));
    }

    private static TrustAnchors trustAnchors(Resolution resolution) {
        Optional<Path> file = resolution.trustAnchors();
        try {
            return file.isPresent() ? TrustAnchors.read(file.get()) : TrustAnchors.ofIana();
        } catch (IOException | IllegalArgumentException e) {
            String where = file.map(Path::toString).orElse("the built-in trust anchors");
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
