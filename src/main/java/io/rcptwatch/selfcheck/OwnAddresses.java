package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.ADDRESS;

import io.rcptwatch.dns.PrivateAddresses;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The addresses that others see an identity come from, as far as they can be known.
 *
 * @param findings of the check {@link IdentityCheck#ADDRESS}, one for each address or family
 */
record OwnAddresses(List<InetAddress> known, List<CheckResult> findings) {
    private static final String CONFIGURE =
            "Receivers see another address. Set external_addresses of this identity to what they"
                    + " see: the outside of your NAT, as your provider or a receiver's log tells it.";

    /**
     * Finds them.
     *
     * @param local the address that the system would connect from
     */
    static OwnAddresses of(CheckedIdentity vantage, Function<Family, Optional<InetAddress>> local) {
        Identity identity = vantage.identity();
        if (!identity.externalAddresses().isEmpty()) {
            return all(identity.externalAddresses().stream().map(OwnAddresses::configured));
        }
        if (identity.sourceAddress().isPresent()) {
            return all(identity.sourceAddress().stream().map(OwnAddresses::ofSocket));
        }
        return all(
                vantage.families().stream()
                        .sorted()
                        .map(
                                family ->
                                        local.apply(family)
                                                .map(OwnAddresses::ofSocket)
                                                .orElseGet(() -> noRoute(family))));
    }

    private static OwnAddresses all(Stream<CheckResult> stream) {
        List<CheckResult> findings = stream.toList();
        return new OwnAddresses(
                findings.stream()
                        .filter(finding -> finding.result() == CheckLevel.PASS)
                        .flatMap(finding -> finding.address().stream())
                        .distinct()
                        .toList(),
                findings);
    }

    private static CheckResult configured(InetAddress address) {
        return CheckResult.pass(ADDRESS, "configured as " + address.getHostAddress())
                .about(address);
    }

    private static CheckResult ofSocket(InetAddress address) {
        String text = address.getHostAddress();
        return PrivateAddresses.contains(address)
                ? CheckResult.fail(ADDRESS, "we connect from " + text + ", behind a NAT", CONFIGURE)
                        .about(address)
                : CheckResult.pass(ADDRESS, "we connect from " + text).about(address);
    }

    private static CheckResult noRoute(Family family) {
        return CheckResult.unknown(
                ADDRESS, "this machine has no way to the Internet over " + family.label());
    }
}
