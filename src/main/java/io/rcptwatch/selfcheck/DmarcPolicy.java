package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.DMARC;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whether a DMARC record applies to the envelope sender's domain. The organizational domain is
 * found by the tree walk of RFC 9989 §4.10, which needs no list of public suffixes.
 */
final class DmarcPolicy {
    private static final int MOST_LABELS_ABOVE = 7;
    private static final Pattern RECORD = // RFC 9989 §4.8: the version is the first tag
            Pattern.compile("v[ \\t]*=[ \\t]*DMARC1[ \\t]*(?:;.*)?", Pattern.DOTALL);
    private static final String KEEP_ONE = "Several records count as none: keep one of them.";

    private final DnsClient dns;

    DmarcPolicy(DnsClient dns) {
        this.dns = dns;
    }

    CheckResult check(String domain) {
        if (HeloName.isLiteral(domain)) {
            return CheckResult.fail(
                    DMARC,
                    domain + " is an address, which has no policy",
                    "Use a domain in mail_from.");
        }
        List<String> doubled = new ArrayList<>();
        for (String name : walk(domain)) {
            switch (dns.texts("_dmarc." + name)) {
                case DnsAnswer.Known<String>(List<String> texts) -> {
                    List<String> records = records(texts);
                    if (records.size() == 1) {
                        return CheckResult.pass(
                                DMARC, "at " + name + ": " + QuotedText.line(records.getFirst()));
                    }
                    if (records.size() > 1) { // RFC 9989 §4.10: all of them are discarded
                        doubled.add(name);
                    }
                }
                case DnsAnswer.NoSuchName<String>() -> {}
                case DnsAnswer.Unknown<String>(String detail) -> {
                    return CheckResult.unknown(DMARC, detail);
                }
            }
        }
        return missing(domain, doubled);
    }

    private static List<String> records(List<String> texts) {
        return texts.stream().filter(text -> RECORD.matcher(text).matches()).toList();
    }

    private static CheckResult missing(String domain, List<String> doubled) {
        return doubled.isEmpty()
                ? CheckResult.fail(
                        DMARC, "no record at " + domain + " or above it", publish(domain))
                : CheckResult.fail(
                        DMARC, "several records at _dmarc." + doubled.getFirst(), KEEP_ONE);
    }

    private static String publish(String domain) {
        return "Publish a TXT record at _dmarc."
                + domain
                + ", to begin with \"v=DMARC1; p=none; rua=mailto:YOU@"
                + domain
                + "\". Gmail, Yahoo and Microsoft want one of everybody who sends much.";
    }

    /** The domain itself, and those above it: eight names at most. */
    static List<String> walk(String domain) {
        List<String> labels = Arrays.asList(domain.split("\\."));
        int above = Math.min(labels.size() - 1, MOST_LABELS_ABOVE);
        List<String> names = new ArrayList<>(List.of(domain));
        IntStream.iterate(above, kept -> kept > 0, kept -> kept - 1)
                .mapToObj(kept -> labels.subList(labels.size() - kept, labels.size()))
                .map(kept -> String.join(".", kept))
                .forEach(names::add);
        return names;
    }
}
