package io.rcptwatch.spf;

import io.rcptwatch.dns.Prefix;
import io.rcptwatch.target.Family;
import java.util.Optional;

/** What a directive looks at (RFC 7208 §5). Without a domain of its own: the current one. */
sealed interface Mechanism {
    record All() implements Mechanism {}

    record Include(MacroString domain) implements Mechanism {}

    record A(Optional<MacroString> domain, PrefixLengths lengths) implements Mechanism {}

    record Mx(Optional<MacroString> domain, PrefixLengths lengths) implements Mechanism {}

    record Ptr(Optional<MacroString> domain) implements Mechanism {}

    /** Both {@code ip4} and {@code ip6}. */
    record Network(Prefix prefix) implements Mechanism {}

    record Exists(MacroString domain) implements Mechanism {}

    /** How many bits of an address are compared, by its family. */
    record PrefixLengths(int ip4, int ip6) {
        int of(Family family) {
            return switch (family) {
                case IP4 -> ip4;
                case IP6 -> ip6;
            };
        }
    }
}
