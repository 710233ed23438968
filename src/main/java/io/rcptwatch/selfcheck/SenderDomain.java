package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.MAIL_FROM;

import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whether the envelope sender's domain takes mail: else no bounce arrives, and many refuse it. */
final class SenderDomain {
    private static final int MOST_HOSTS = 5;
    private static final String MAKE_REACHABLE =
            "Use a domain in mail_from that takes mail, or give this one MX records that lead to a"
                    + " mail host. Receivers refuse senders whom no bounce can reach.";

    private final DnsClient dns;

    SenderDomain(DnsClient dns) {
        this.dns = dns;
    }

    CheckResult check(String domain) {
        if (HeloName.isLiteral(domain)) {
            return CheckResult.unknown(
                    MAIL_FROM, domain + " is an address, which the DNS says nothing of");
        }
        return switch (dns.mailHosts(domain)) {
            case DnsAnswer.Known<String>(List<String> hosts) when hosts.isEmpty() ->
                    anyAddress(domain, List.of(domain)); // RFC 5321 §5.1: the implicit MX
            case DnsAnswer.Known<String>(List<String> hosts)
                    when hosts.contains("") -> // RFC 7505 §3
                    fail(domain + " says that it takes no mail (null MX)");
            case DnsAnswer.Known<String>(List<String> hosts) -> anyAddress(domain, hosts);
            case DnsAnswer.NoSuchName<String>() -> fail(domain + " does not exist");
            case DnsAnswer.Unknown<String>(String detail) -> CheckResult.unknown(MAIL_FROM, detail);
        };
    }

    private CheckResult anyAddress(String domain, List<String> hosts) {
        List<String> failures = new ArrayList<>();
        for (String host : hosts.stream().limit(MOST_HOSTS).toList()) {
            switch (dns.contactable(host)) {
                case AddressLookup.FoundAddresses(List<InetAddress> _) -> {
                    return CheckResult.pass(
                            MAIL_FROM, domain + " takes mail at " + QuotedText.line(host));
                }
                case AddressLookup.AddressUnknown(String detail) -> failures.add(detail);
                case AddressLookup.NoAddresses(), AddressLookup.OnlyPrivate(_) -> {}
            }
        }
        return failures.isEmpty()
                ? fail(
                        "no public address at "
                                + QuotedText.names(hosts)
                                + ", where mail for "
                                + domain
                                + " goes")
                : CheckResult.unknown(MAIL_FROM, failures.getFirst());
    }

    private static CheckResult fail(String detail) {
        return CheckResult.fail(MAIL_FROM, detail, MAKE_REACHABLE);
    }
}
