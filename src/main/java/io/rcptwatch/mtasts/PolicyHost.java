package io.rcptwatch.mtasts;

import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.wire.HttpsAnswer;
import io.rcptwatch.wire.HttpsClient;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fetches a domain's policy (RFC 8461 §3.3). */
final class PolicyHost {
    private static final String PATH = "/.well-known/mta-sts.txt"; // RFC 8461 §3.2
    private static final int MAX_OCTETS = 64 * 1024; // RFC 8461 §3.3

    private final DnsClient dns;
    private final HttpsClient https;

    PolicyHost(DnsClient dns, HttpsClient https) {
        this.dns = dns;
        this.https = https;
    }

    /** What came of it. */
    sealed interface Fetch {
        record Fetched(Policy policy) implements Fetch {}

        record Failed(TlsTrouble trouble) implements Fetch {}

        /** Nobody was asked, or nobody could be: nothing against the domain. */
        record Unknown(String detail) implements Fetch {}
    }

    Fetch fetch(String domain) {
        String host = "mta-sts." + domain; // RFC 8461 §3.2
        return switch (dns.contactable(host)) {
            case AddressLookup.FoundAddresses(List<InetAddress> addresses) ->
                    judge(https.get(host, addresses, PATH, MAX_OCTETS), host);
            case AddressLookup.NoAddresses() -> unfetched(host + " has no address");
            case AddressLookup.OnlyPrivate(_) ->
                    unfetched(host + " has only addresses that nobody outside can reach");
            case AddressLookup.AddressUnknown(String detail) -> new Fetch.Unknown(detail);
        };
    }

    private static Fetch judge(HttpsAnswer answer, String host) {
        return switch (answer) {
            case HttpsAnswer.Page page -> judge(page, host);
            case HttpsAnswer.Distrusted(Set<TlsProblem> problems) ->
                    failed(
                            TlsProblem.STS_WEBPKI_INVALID,
                            "the certificate of " + host + ": " + TlsProblem.labels(problems));
            case HttpsAnswer.Failed(String detail) -> unfetched(host + ": " + detail);
            case HttpsAnswer.LocalError(String detail) -> new Fetch.Unknown(detail);
        };
    }

    private static Fetch judge(HttpsAnswer.Page page, String host) {
        // RFC 8461 §3.3: nothing but 200 will do, and redirects are not followed.
        if (page.status() != 200) {
            return unfetched(host + " answers with the status " + page.status());
        }
        // RFC 8461 §3.2: so that nobody's upload at this path passes for a policy.
        if (!page.mediaType().equals(Optional.of("text/plain"))) {
            return failed(TlsProblem.STS_POLICY_INVALID, "the policy's type is not text/plain");
        }
        try {
            return new Fetch.Fetched(PolicyFile.parse(page.body()));
        } catch (BadSyntaxException e) {
            return failed(TlsProblem.STS_POLICY_INVALID, e.detail());
        }
    }

    private static Fetch unfetched(String detail) {
        return failed(TlsProblem.STS_POLICY_FETCH_ERROR, detail);
    }

    private static Fetch failed(TlsProblem problem, String detail) {
        return new Fetch.Failed(new TlsTrouble(problem, detail));
    }
}
