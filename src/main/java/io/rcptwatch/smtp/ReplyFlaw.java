package io.rcptwatch.smtp;

/** What in a reply is against RFC 5321, though a sender reads on. */
public enum ReplyFlaw {
    BARE_LINE_FEED("a line that ends with a line feed alone (RFC 5321 §2.3.8)"),
    BARE_CARRIAGE_RETURN("a carriage return outside of CRLF (RFC 5321 §2.3.8)"),
    EMPTY_LINE("an empty line (RFC 5321 §4.2)"),
    STRAY_LINE("a line that is no line of a reply (RFC 5321 §4.2)"),
    MIXED_CODES("lines with different codes, of which the last one counts (RFC 5321 §4.2.1)"),
    UNKNOWN_CODE("a code that begins with none of 2 to 5 (RFC 5321 §4.2)");

    private final String text;

    ReplyFlaw(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
