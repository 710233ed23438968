package io.rcptwatch.metrics;

import java.util.Set;
import java.util.stream.Stream;

/** The values of the label {@code extension}. */
final class Keywords {
    static final String OTHER = "other";

    // The registry that RFC 5321 §2.2.2 asks for, and VRFY, which RFC 5321 §4.1.1.1 lets servers
    // name. A server can say anything else too: that must not become a label value.
    static final Set<String> REGISTERED =
            Set.of(
                    "8BITMIME",
                    "ATRN",
                    "AUTH",
                    "BINARYMIME",
                    "BURL",
                    "CHECKPOINT",
                    "CHUNKING",
                    "CONNEG",
                    "CONPERM",
                    "DELIVERBY",
                    "DSN",
                    "ENHANCEDSTATUSCODES",
                    "ETRN",
                    "EXPN",
                    "FUTURERELEASE",
                    "HELP",
                    "LIMITS",
                    "MT-PRIORITY",
                    "MTRK",
                    "NO-SOLICITING",
                    "ONEX",
                    "PIPELINING",
                    "REQUIRETLS",
                    "RRVS",
                    "SAML",
                    "SEND",
                    "SIZE",
                    "SMTPUTF8",
                    "SOML",
                    "STARTTLS",
                    "SUBMITTER",
                    "TURN",
                    "UTF8SMTP",
                    "VERB",
                    "VRFY");

    private Keywords() {}

    /** Each keyword that is registered, and "other" at most once for all that are not. */
    static Stream<String> bounded(Set<String> keywords) {
        return keywords.stream().map(k -> REGISTERED.contains(k) ? k : OTHER).distinct();
    }
}
