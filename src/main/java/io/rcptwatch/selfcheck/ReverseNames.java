package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.FCRDNS;
import static io.rcptwatch.selfcheck.IdentityCheck.PTR;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
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

    private final DnsClient dns;

    ReverseNames(DnsClient dns) {
        this.dns = dns;
    }

    List<CheckResult> check(InetAddress address) {
        return switch (dns.namesOf(address)) {
            case DnsAnswer.Known<String>(List<String> names) when !names.isEmpty() ->
                    List.of(
                            CheckResult.pass(PTR, QuotedText.names(names)),
                            confirm(names, address));
            case DnsAnswer.Known<String>(_), DnsAnswer.NoSuchName<String>() -> nameless();
            case DnsAnswer.Unknown<String>(String detail) ->
                    List.of(CheckResult.unknown(PTR, detail), CheckResult.unknown(FCRDNS, detail));
        };
    }

    /** RFC 1912 §2.1: every address should have a name. */
    private static List<CheckResult> nameless() {
        return List.of(
                CheckResult.fail(PTR, "no PTR record", NEEDS_PTR),
                CheckResult.fail(FCRDNS, "there is no name that could lead back", NEEDS_PTR));
    }

    private CheckResult confirm(List<String> names, InetAddress address) {
        List<String> failures = new ArrayList<>();
        for (String name : names.stream().limit(MOST_NAMES).toList()) {
            switch (dns.addresses(name, Family.of(address))) {
                case DnsAnswer.Known<InetAddress>(List<InetAddress> found)
                        when found.contains(address) -> {
                    return CheckResult.pass(
                            FCRDNS, QuotedText.line(name) + " leads back to the address");
                }
                case DnsAnswer.Unknown<InetAddress>(String detail) -> failures.add(detail);
                case DnsAnswer.Known<InetAddress>(_), DnsAnswer.NoSuchName<InetAddress>() -> {}
            }
        }
        return failures.isEmpty()
                ? CheckResult.fail(
                        FCRDNS,
                        QuotedText.names(names) + " does not lead back to it",
                        NEEDS_FORWARD)
                : CheckResult.unknown(FCRDNS, failures.getFirst());
    }
}
