package io.rcptwatch.target;

/**
 * A mailbox.
 *
 * @param localPart as written, quoted where RFC 5321 §4.1.2 wants that; may hold non-ASCII
 *     characters (RFC 6531)
 * @param domain in A-labels, or an address literal in brackets
 */
public record MailAddress(String localPart, String domain) {
    /** Whether the server must offer SMTPUTF8 before it can be named (RFC 6531 §3.4). */
    public boolean needsSmtpUtf8() {
        return !localPart.chars().allMatch(c -> c < 128);
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
