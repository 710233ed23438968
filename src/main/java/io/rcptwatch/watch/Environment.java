package io.rcptwatch.watch;

import io.rcptwatch.wire.HttpsClient;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The world in which probes are made.
 *
 * @param authorities whom to trust besides those that the JDK trusts
 * @param policyPort where the hosts of MTA-STS policies listen
 */
public record Environment(List<X509Certificate> authorities, int policyPort) {
    /** The Internet. */
    public static final Environment INTERNET = new Environment(List.of(), HttpsClient.PORT);

    public Environment {
        authorities = List.copyOf(authorities);
    }

    /**
     * A world on this machine.
     *
     * @param policyPort empty: nobody has a policy there
     */
    public static Environment local(X509Certificate authority, Optional<Integer> policyPort) {
        return new Environment(List.of(authority), policyPort.orElse(HttpsClient.PORT));
    }
}
