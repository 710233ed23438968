package io.rcptwatch.selfcheck;

import io.rcptwatch.dns.Prefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the addresses that a list answers with mean.
 *
 * @param error why they are no listing; empty: they are one
 * @param meaning the codes, and what they stand for where that is known
 */
record ListCodes(Optional<String> error, String meaning, String advice) {
    private static final int MOST = 4;
    private static final Prefix CODES = prefix("127.0.0.0", 8); // RFC 5782 §2.3
    // Spamhaus and others say so that they do not answer us: a public resolver, too many questions.
    private static final Prefix REFUSALS = prefix("127.255.255.0", 24);
    // RFC 5782 §5: never listed; URIBL says so that it refuses the asker.
    private static final InetAddress NEVER = InetAddress.ofLiteral("127.0.0.1");

    static ListCodes of(BlocklistZone zone, List<InetAddress> codes) {
        Optional<KnownList> known = KnownList.of(zone);
        return new ListCodes(
                codes.stream().flatMap(code -> error(code, known).stream()).findFirst(),
                codes.stream()
                        .limit(MOST)
                        .map(code -> meaning(code, known))
                        .collect(Collectors.joining(", ")),
                known.map(list -> "See why, end that, then ask for removal: " + list.removal())
                        .orElse("See at the list's own site why, end that, then ask for removal."));
    }

    private static Optional<String> error(InetAddress code, Optional<KnownList> known) {
        String text = code.getHostAddress();
        if (!CODES.contains(code)) {
            return Optional.of(
                    text + " is no answer of a list: its zone is given up, or a resolver lies");
        }
        boolean refused =
                REFUSALS.contains(code)
                        || code.equals(NEVER)
                        || known.filter(list -> list.errors().contains(text)).isPresent();
        return refused
                ? Optional.of(
                        text
                                + " says that the list does not answer us: ask it through a resolver"
                                + " of your own, or with its key")
                : Optional.empty();
    }

    private static String meaning(InetAddress code, Optional<KnownList> known) {
        String text = code.getHostAddress();
        return known.map(list -> list.codes().get(text))
                .map(words -> text + " (" + words + ")")
                .orElse(text);
    }

    private static Prefix prefix(String network, int length) {
        return new Prefix(InetAddress.ofLiteral(network), length);
    }
}
