package io.rcptwatch.config;

import io.rcptwatch.target.MailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mailboxes (RFC 5321 §4.1.2, RFC 6531 §3.3). Nothing that would end an address or a line on the
 * wire is taken, not even in quotes.
 */
public final class MailAddresses {
    private static final int MOST_OCTETS = 254; // RFC 5321 §4.5.3.1.3, without the brackets.
    private static final int MOST_LOCAL_OCTETS = 64; // RFC 5321 §4.5.3.1.1

    private static final Pattern PARTS =
            Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\"@]*+)(?:@(.*))?", Pattern.DOTALL);

    private static final String BEYOND_ASCII = "[^\\p{ASCII}\\p{C}\\p{Z}]";
    private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|" + BEYOND_ASCII + ")++";
    private static final String QUOTED =
            "\"(?:[ !#-;=?-\\[\\]-~]|\\\\[ -;=?-~]|" + BEYOND_ASCII + ")++\"";
    private static final Pattern LOCAL_PART =
            Pattern.compile(QUOTED + "|" + ATOM + "(?:\\." + ATOM + ")*+");

    private MailAddresses() {}

    /**
     * A mailbox in a domain, or at an address literal.
     *
     * @throws UnfitException if it is none, or names no domain
     */
    public static MailAddress parse(String text) throws UnfitException {
        if (text.isEmpty() || text.equals("<>")) {
            throw new UnfitException("is the empty sender, with which bounces are sent");
        }
        Recipient mailbox = recipient(text);
        String domain = mailbox.domain().orElseThrow(() -> new UnfitException("has no domain"));
        return new MailAddress(mailbox.localPart(), domain);
    }

    /** A mailbox whose domain may be left out. */
    static Recipient recipient(String text) throws UnfitException {
        Matcher parts = PARTS.matcher(text);
        if (text.length() > MOST_OCTETS || !parts.matches()) {
            throw new UnfitException("is no mail address");
        }
        Optional<String> domain = Optional.ofNullable(parts.group(2));
        return new Recipient(
                localPart(parts.group(1)),
                domain.isPresent() ? Optional.of(domain(domain.get())) : Optional.empty());
    }

    /** Whether two addresses name one mailbox, as far as a stranger can tell. */
    static boolean same(MailAddress one, MailAddress other) {
        return one.domain().equalsIgnoreCase(other.domain())
                && unquoted(one.localPart()).equalsIgnoreCase(unquoted(other.localPart()));
    }

    private static String localPart(String text) throws UnfitException {
        if (!LOCAL_PART.matcher(text).matches()
                || text.getBytes(StandardCharsets.UTF_8).length > MOST_LOCAL_OCTETS) {
            throw new UnfitException("has no valid local part");
        }
        return text;
    }

    private static String domain(String text) throws UnfitException {
        try {
            return text.startsWith("[")
                    ? AddressLiterals.parse(text)
                    : DomainNames.parse(text).ascii();
        } catch (UnfitException e) {
            throw new UnfitException("has a domain that " + e.complaint());
        }
    }

    // RFC 5321 §4.1.2: the quoted and the plain form are one mailbox.
    private static String unquoted(String localPart) {
        return localPart.startsWith("\"")
                ? localPart.substring(1, localPart.length() - 1).replaceAll("\\\\(.)", "$1")
                : localPart;
    }
}
