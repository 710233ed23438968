package io.rcptwatch.watch;

import io.rcptwatch.dane.DaneLookup;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.dns.SecureLookups;
import io.rcptwatch.dns.TrustAnchors;
import io.rcptwatch.dns.Validation;
import io.rcptwatch.mtasts.MtaSts;
import io.rcptwatch.probe.Connector;
import io.rcptwatch.target.Resolution;
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

/**
 * The ways to the DNS and to hosts, with their caches. Engines whose {@link Key} is the same share
 * one: a policy that was fetched holds for weeks (RFC 8461 §3.2).
 *
 * @param key what it was made by
 */
record Network(Key key, MailRouter router, TlsPolicies policies, Connector connector) {
    private static final String USER_AGENT = "Rcptwatch";
    // RFC 8461 §3.3 allows a minute.
    private static final Duration PAGE = Duration.ofSeconds(15);

    // Resolvers give up on a question after 10 to 30 s; a sender would, too, and try later.
    private static final Duration LOOKUP = Duration.ofSeconds(15);

    /** What a network depends on. */
    record Key(Resolution resolution, boolean allowPrivate, Environment environment) {}

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException if the file of the trust anchors cannot be used: one line
     *     says why; {@link #complaint} tells before
     */
    static Network of(Key key, Shutdown shutdown, InstantSource clock) {
        Environment environment = key.environment();
        List<InetSocketAddress> servers = key.resolution().servers();
        DnsClient dns = new DnsClient(servers, LOOKUP, key.allowPrivate());
        TlsClient tls = new TlsClient(environment.authorities());
        HttpsClient https =
                new HttpsClient(tls, shutdown, USER_AGENT, environment.policyPort(), PAGE);
        return new Network(
                key,
                new MailRouter(dns, new Random()),
                new TlsPolicies(dns, new MtaSts(dns, https, clock), dane(key.resolution())),
                new SocketConnector(tls, shutdown));
    }

    /** Why names cannot be looked up like that, on one line; empty: they can. */
    static Optional<String> complaint(Resolution resolution) {
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
