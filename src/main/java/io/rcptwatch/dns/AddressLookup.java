package io.rcptwatch.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the DNS says of a host's addresses. */
public sealed interface AddressLookup {
    /** Those of the families asked for that may be contacted, at least one. */
    record FoundAddresses(List<InetAddress> addresses) implements AddressLookup {
        public FoundAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** None of the families asked for, or no such name. */
    record NoAddresses() implements AddressLookup {}

    /** Only ones that the configuration refuses: loopback, private, link-local and the like. */
    record OnlyPrivate(List<InetAddress> addresses) implements AddressLookup {
        public OnlyPrivate {
            addresses = List.copyOf(addresses);
        }
    }

    /** The DNS gave no answer. */
    record AddressUnknown(String detail) implements AddressLookup {}

    /**
     * What may be contacted of what was found; one family's failure is none where the other has
     * such an address.
     */
    static AddressLookup judge(
            List<InetAddress> found, Optional<String> failure, boolean allowPrivate) {
        List<InetAddress> allowed =
                found.stream()
                        .filter(address -> allowPrivate || !PrivateAddresses.contains(address))
                        .toList();
        if (!allowed.isEmpty()) {
            return new FoundAddresses(allowed);
        }
        if (failure.isPresent()) {
            return new AddressUnknown(failure.get());
        }
        return found.isEmpty() ? new NoAddresses() : new OnlyPrivate(found);
    }
}
