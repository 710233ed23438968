package io.rcptwatch.dns;

import java.net.InetAddress;
import java.util.List;

/** What the DNS says of a host's addresses. */
public sealed interface Addresses {
    /** Those of the families asked for that may be contacted, at least one. */
    record Found(List<InetAddress> addresses) implements Addresses {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /** None of the families asked for, or no such name. */
    record None() implements Addresses {}

    /** Only ones that the configuration refuses: loopback, private, link-local and the like. */
    record OnlyPrivate(List<InetAddress> addresses) implements Addresses {
        public OnlyPrivate {
            addresses = List.copyOf(addresses);
        }
    }

    /** The DNS gave no answer. */
    record LookupFailed(String detail) implements Addresses {}
}
