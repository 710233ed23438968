package io.rcptwatch.identity;

import static io.rcptwatch.identity.Check.MAIL_FROM;

import io.rcptwatch.dns.Addresses;
import io.rcptwatch.dns.FactFinder;
import io.rcptwatch.dns.Facts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whether the envelope sender's domain takes mail: else no bounce arrives, and many refuse it. */
final class SenderDomain {
    private static final int MOST_HOSTS = 5;
    private static final String MAKE_REACHABLE =
            "Use a domain in mail_from that takes mail, or give this one MX records that lead to a"
                    + " mail host. Receivers refuse senders whom no bounce can reach.";

    private final FactFinder dns;

    SenderDomain(FactFinder dns) {
        this.dns = dns;
    }

    Finding check(String domain) {
        if (HeloName.isLiteral(domain)) {
            return Finding.unknown(
                    MAIL_FROM, domain + " is an address, which the DNS says nothing of");
        }
        return switch (dns.mailHosts(domain)) {
            case Facts.Known<String>(List<String> hosts) when hosts.isEmpty() ->
                    anyAddress(domain, List.of(domain)); // RFC 5321 §5.1: the implicit MX
            case Facts.Known<String>(List<String> hosts) when hosts.contains("") -> // RFC 7505 §3
                    fail(domain + " says that it takes no mail (null MX)");
            case Facts.Known<String>(List<String> hosts) -> anyAddress(domain, hosts);
            case Facts.NoSuchName<String>() -> fail(domain + " does not exist");
            case Facts.Unknown<String>(String detail) -> Finding.unknown(MAIL_FROM, detail);
        };
    }

    private Finding anyAddress(String domain, List<String> hosts) {
        List<String> failures = new ArrayList<>();
        for (String host : hosts.stream().limit(MOST_HOSTS).toList()) {
            switch (dns.contactable(host)) {
                case Addresses.Found(List<InetAddress> _) -> {
                    return Finding.pass(MAIL_FROM, domain + " takes mail at " + Words.line(host));
                }
                case Addresses.LookupFailed(String detail) -> failures.add(detail);
                case Addresses.None(), Addresses.OnlyPrivate(_) -> {}
            }
        }
        return failures.isEmpty()
                ? fail(
                        "no public address at "
                                + Words.names(hosts)
                                + ", where mail for "
                                + domain
                                + " goes")
                : Finding.unknown(MAIL_FROM, failures.getFirst());
    }

    private static Finding fail(String detail) {
        return Finding.fail(MAIL_FROM, detail, MAKE_REACHABLE);
    }
}
