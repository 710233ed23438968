package io.rcptwatch.identity;

import static io.rcptwatch.identity.Check.FCRDNS;
import static io.rcptwatch.identity.Check.PTR;

import io.rcptwatch.dns.FactFinder;
import io.rcptwatch.dns.Facts;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whether an address has a name, and the name that address. */
final class ReverseNames {
    private static final int MOST_NAMES = 10;
    private static final String NEEDS_PTR =
            "Ask who gave you the address to set its PTR record to the name that you say in EHLO."
                    + " Many receivers refuse mail from addresses without a name.";
    private static final String NEEDS_FORWARD =
            "Give that name an address record with this address, or set the PTR record to a name"
                    + " that has one. Gmail and others refuse mail where the two do not agree.";

    private final FactFinder dns;

    ReverseNames(FactFinder dns) {
        this.dns = dns;
    }

    List<Finding> check(InetAddress address) {
        return switch (dns.namesOf(address)) {
            case Facts.Known<String>(List<String> names) when !names.isEmpty() ->
                    List.of(Finding.pass(PTR, Words.names(names)), confirm(names, address));
            case Facts.Known<String>(_), Facts.NoSuchName<String>() -> nameless();
            case Facts.Unknown<String>(String detail) ->
                    List.of(Finding.unknown(PTR, detail), Finding.unknown(FCRDNS, detail));
        };
    }

    /** RFC 1912 §2.1: every address should have a name. */
    private static List<Finding> nameless() {
        return List.of(
                Finding.fail(PTR, "no PTR record", NEEDS_PTR),
                Finding.fail(FCRDNS, "there is no name that could lead back", NEEDS_PTR));
    }

    private Finding confirm(List<String> names, InetAddress address) {
        List<String> failures = new ArrayList<>();
        for (String name : names.stream().limit(MOST_NAMES).toList()) {
            switch (dns.addresses(name, Family.of(address))) {
                case Facts.Known<InetAddress>(List<InetAddress> found)
                        when found.contains(address) -> {
                    return Finding.pass(FCRDNS, Words.line(name) + " leads back to the address");
                }
                case Facts.Unknown<InetAddress>(String detail) -> failures.add(detail);
                case Facts.Known<InetAddress>(_), Facts.NoSuchName<InetAddress>() -> {}
            }
        }
        return failures.isEmpty()
                ? Finding.fail(
                        FCRDNS, Words.names(names) + " does not lead back to it", NEEDS_FORWARD)
                : Finding.unknown(FCRDNS, failures.getFirst());
    }
}
