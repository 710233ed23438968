package io.rcptwatch.identity;

import static io.rcptwatch.identity.Check.ADDRESS;

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
 * @param findings of the check {@link Check#ADDRESS}, one for each address or family
 */
record OwnAddresses(List<InetAddress> known, List<Finding> findings) {
    private static final String CONFIGURE =
            "Receivers see another address. Set external_addresses of this identity to what they"
                    + " see: the outside of your NAT, as your provider or a receiver's log tells it.";

    /**
     * Finds them.
     *
     * @param local the address that the system would connect from
     */
    static OwnAddresses of(Vantage vantage, Function<Family, Optional<InetAddress>> local) {
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

    private static OwnAddresses all(Stream<Finding> stream) {
        List<Finding> findings = stream.toList();
        return new OwnAddresses(
                findings.stream()
                        .filter(finding -> finding.result() == Result.PASS)
                        .flatMap(finding -> finding.address().stream())
                        .distinct()
                        .toList(),
                findings);
    }

    private static Finding configured(InetAddress address) {
        return Finding.pass(ADDRESS, "configured as " + address.getHostAddress()).about(address);
    }

    private static Finding ofSocket(InetAddress address) {
        String text = address.getHostAddress();
        return PrivateAddresses.contains(address)
                ? Finding.fail(ADDRESS, "we connect from " + text + ", behind a NAT", CONFIGURE)
                        .about(address)
                : Finding.pass(ADDRESS, "we connect from " + text).about(address);
    }

    private static Finding noRoute(Family family) {
        return Finding.unknown(
                ADDRESS, "this machine has no way to the Internet over " + family.label());
    }
}
