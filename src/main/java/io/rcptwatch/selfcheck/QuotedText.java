package io.rcptwatch.selfcheck;

import io.rcptwatch.target.SafeText;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** What a detail quotes, kept to one line of a bearable length. */
final class QuotedText {
    private static final int LONGEST = 200;
    private static final int MOST = 4;

    private QuotedText() {}

    static String line(String text) {
        return SafeText.line(text, LONGEST);
    }

    static String names(List<String> names) {
        String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
        return names.stream().limit(MOST).map(QuotedText::line).collect(Collectors.joining(", "))
                + more;
    }

    static String addresses(List<InetAddress> addresses) {
        return names(addresses.stream().map(InetAddress::getHostAddress).toList());
    }
}
