package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.HELO;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.Prefix;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether what we say in EHLO leads to our address. */
final class HeloName {
    private static final String OWN_NAME =
            "Give the name in helo an address record with this address, best the same name as in"
                    + " the PTR record, or say another name there.";
    private static final String NO_LITERAL =
            "Say a name that leads to this address: a literal is for hosts without any, and many"
                    + " receivers refuse it.";

    private final DnsClient dns;

    HeloName(DnsClient dns) {
        this.dns = dns;
    }

    /** RFC 5321 §2.3.5 and §4.1.4: a name that leads to us, or our address in brackets. */
    CheckResult check(String helo, InetAddress address) {
        if (isLiteral(helo)) {
            return checkLiteral(helo, address);
        }
        return switch (dns.addresses(helo, Family.of(address))) {
            case DnsAnswer.Known<InetAddress>(List<InetAddress> found)
                    when found.contains(address) ->
                    CheckResult.pass(HELO, helo + " leads to the address");
            case DnsAnswer.Known<InetAddress>(List<InetAddress> found) ->
                    CheckResult.fail(HELO, helo + " leads to " + whereTo(found, address), OWN_NAME);
            case DnsAnswer.NoSuchName<InetAddress>() ->
                    CheckResult.fail(HELO, helo + " does not exist", OWN_NAME);
            case DnsAnswer.Unknown<InetAddress>(String detail) -> CheckResult.unknown(HELO, detail);
        };
    }

    static boolean isLiteral(String name) {
        return name.startsWith("[");
    }

    private static String whereTo(List<InetAddress> found, InetAddress address) {
        return found.isEmpty()
                ? "no " + Family.of(address).label() + " address"
                : QuotedText.addresses(found) + ", not to the address";
    }

    private static CheckResult checkLiteral(String helo, InetAddress address) {
        return literal(helo).filter(address::equals).isPresent()
                ? new CheckResult(
                        HELO,
                        Optional.empty(),
                        CheckLevel.PASS,
                        helo + " is the address itself",
                        NO_LITERAL)
                : CheckResult.fail(HELO, helo + " is not the address", NO_LITERAL);
    }

    /** RFC 5321 §4.1.3. */
    private static Optional<InetAddress> literal(String helo) {
        String inside = helo.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        return inside.startsWith("ipv6:")
                ? Prefix.literal(inside.substring("ipv6:".length()), Family.IP6)
                : Prefix.literal(inside, Family.IP4);
    }
}
