package io.rcptwatch.selfcheck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a large list beyond RFC 5782.
 *
 * @param domains its zones are these or below them
 * @param codes what its answers mean
 * @param errors answers of its own that are no listings
 * @param removal where it explains a listing and takes one away
 */
record KnownList(
        Set<String> domains, Map<String, String> codes, Set<String> errors, String removal) {
    private static final List<KnownList> ALL =
            List.of(
                    new KnownList(
                            Set.of("spamhaus.org", "dq.spamhaus.net"),
                            Map.ofEntries(
                                    Map.entry("127.0.0.2", "SBL: a source of spam"),
                                    Map.entry("127.0.0.3", "CSS: mail that looks like spam"),
                                    Map.entry("127.0.0.4", "XBL: a machine in foreign hands"),
                                    Map.entry("127.0.0.9", "DROP: a network of criminals"),
                                    Map.entry("127.0.0.10", "PBL: no mail server, says the ISP"),
                                    Map.entry("127.0.0.11", "PBL: no mail server, by its range"),
                                    Map.entry("127.0.0.30", "BCL: it steers a botnet"),
                                    Map.entry("127.0.1.2", "DBL: a domain of ill repute"),
                                    Map.entry("127.0.1.4", "DBL: phishing"),
                                    Map.entry("127.0.1.5", "DBL: malware"),
                                    Map.entry("127.0.1.6", "DBL: it steers a botnet"),
                                    Map.entry("127.0.1.102", "DBL: abused for spam"),
                                    Map.entry("127.0.1.103", "DBL: abused to redirect"),
                                    Map.entry("127.0.1.104", "DBL: abused for phishing"),
                                    Map.entry("127.0.1.105", "DBL: abused for malware"),
                                    Map.entry("127.0.1.106", "DBL: abused to steer a botnet")),
                            Set.of("127.0.1.255"), // DBL: was asked for an address
                            "https://check.spamhaus.org/"),
                    plain("spamcop.net", "https://www.spamcop.net/bl.shtml"),
                    plain(
                            "barracudacentral.org",
                            "https://www.barracudacentral.org/rbl/removal-request"),
                    plain("surbl.org", "https://surbl.org/surbl-analysis"),
                    plain("uribl.com", "https://admin.uribl.com/"),
                    plain("mail.abusix.zone", "https://lookup.abusix.com/"),
                    plain("psbl.surriel.com", "https://psbl.org/"),
                    plain("mailspike.net", "https://mailspike.org/"),
                    plain("uceprotect.net", "https://www.uceprotect.net/en/rblcheck.php"));

    private static KnownList plain(String domain, String removal) {
        return new KnownList(Set.of(domain), Map.of(), Set.of(), removal);
    }

    /** What is known of a list, where it is one of the large ones. */
    static Optional<KnownList> of(BlocklistZone zone) {
        return ALL.stream().filter(list -> list.owns("." + zone.name())).findFirst();
    }

    private boolean owns(String zone) {
        return domains.stream().anyMatch(domain -> zone.endsWith("." + domain));
    }
}
