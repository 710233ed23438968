package io.rcptwatch.verdict;

import java.util.Locale;
import java.util.regex.Pattern;

/** Goes through a reply's text once and takes out what tells nothing of the cause. */
final class ReplyNormalizer {
    private static final String DELIMITERS = "<>()[]{}\"',;:=|`";
    // The same as a table, for characters of ASCII: every character of a text is looked up.
    private static final boolean[] DELIMITER = new boolean[128];

    static {
        for (char c = 0; c < DELIMITER.length; c++) {
            DELIMITER[c] = isSpace(c) || DELIMITERS.indexOf(c) >= 0;
        }
    }

    private static final String TRAILING = ".,;:!?)]}'-_/";
    private static final int LONGEST_IPV6 = 45;

    private static final Pattern IPV4 =
            Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?:/\\d{1,2})?");
    // A name in mixed case is no host but a word of a program: STOREDRV.Deliver.
    private static final Pattern HOST =
            Pattern.compile("(?:[\\w-]++\\.)++(?:[a-z]{2,}|[A-Z]{2,}|xn--[a-z\\d-]++)");

    // What a server counts or hashes: it differs every time.
    private static final int SHORTEST_DIGEST = 16;
    private static final Pattern DIGEST = Pattern.compile("(?=\\D*+\\d)[\\da-fA-F]{16,}+");

    private final String in;
    private int at;
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder links = new StringBuilder();

    ReplyNormalizer(String in) {
        this.in = in.replace('\u2019', '\'').replace('\u2018', '\'');
    }

    ReplyText read() {
        while (at < in.length()) {
            int address = endOfIpv6();
            if (address > at) {
                words.append("<ip>");
                at = address;
            } else if (isDelimiter(in.charAt(at))) {
                delimiter(in.charAt(at++));
            } else {
                atom();
            }
        }
        return new ReplyText(searchable(words), searchable(links));
    }

    private static SearchText searchable(StringBuilder text) {
        return new SearchText(text.toString().strip().toLowerCase(Locale.ROOT));
    }

    /** Angle brackets go: they belong to addresses. */
    private void delimiter(char c) {
        if (!isSpace(c) && c != '<' && c != '>') {
            words.append(c);
        } else if (isSpace(c) && !words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
    }

    private void atom() {
        boolean url = startsUrl();
        int end = at;
        while (end < in.length() && !(url ? endsUrl(end) : isDelimiter(in.charAt(end)))) {
            end++;
        }
        int core = end;
        while (core > at && TRAILING.indexOf(in.charAt(core - 1)) >= 0) {
            core--;
        }
        words.append(url ? link("<url>", core) : named(core)).append(in, core, end);
        at = end;
    }

    private String named(int end) {
        String atom = in.substring(at, end);
        int slash = atom.indexOf('/');
        if (atom.indexOf('@') > 0) {
            return "<address>";
        }
        boolean dotted = atom.indexOf('.') > 0;
        if (dotted && IPV4.matcher(atom).matches()) {
            // What a blocklist answered tells a listing from a complaint (RFC 5782 §2.1).
            return atom.startsWith("127.") ? link("<ip>", end) : "<ip>";
        }
        if (atom.length() >= SHORTEST_DIGEST && DIGEST.matcher(atom).matches()) {
            return "<id>";
        }
        if (dotted && HOST.matcher(slash < 0 ? atom : atom.substring(0, slash)).matches()) {
            return link(slash < 0 ? "<host>" : "<url>", end);
        }
        return atom;
    }

    private String link(String placeholder, int end) {
        links.append(in, at, end).append(' ');
        return placeholder;
    }

    private boolean startsUrl() {
        return in.regionMatches(true, at, "http://", 0, 7)
                || in.regionMatches(true, at, "https://", 0, 8)
                || in.regionMatches(true, at, "www.", 0, 4);
    }

    private boolean endsUrl(int index) {
        char c = in.charAt(index);
        return isSpace(c) || c == '<' || c == '>' || c == '"' || c == '\'';
    }

    /** Where an IPv6 address ends that begins here; here, where none does. */
    private int endOfIpv6() {
        int end = at;
        int colons = 0;
        while (end < in.length() && end - at < LONGEST_IPV6 && isIpv6(in.charAt(end))) {
            colons += in.charAt(end++) == ':' ? 1 : 0;
        }
        boolean word = end < in.length() && Character.isLetter(in.charAt(end));
        boolean shortened = colons >= 2 && in.substring(at, end).contains("::");
        return !word && (shortened || colons == 7) ? end : at;
    }

    private static boolean isIpv6(char c) {
        return c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0);
    }

    private static boolean isDelimiter(char c) {
        return c < DELIMITER.length ? DELIMITER[c] : isSpace(c);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
