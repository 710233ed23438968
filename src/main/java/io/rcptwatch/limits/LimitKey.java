package io.rcptwatch.limits;

import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;

/**
 * Who wants to talk to whom.
 *
 * @param identity who asks, by its name
 * @param host the address of the mail host
 * @param provider who runs it
 */
public record LimitKey(String identity, InetAddress host, Provider provider) {
    /** Whom a refusal speaks for: the provider, or the single host where nobody is known. */
    String party() {
        // "other" is no provider: its hosts have nothing in common.
        return provider.equals(Provider.OTHER) ? host.getHostAddress() : provider.label();
    }
}
