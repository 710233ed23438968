package io.rcptwatch.smtp;

import static io.rcptwatch.smtp.Fault.Kind.CONNECTION_DROPPED;
import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;
import static io.rcptwatch.smtp.ReplyFlaw.BARE_CARRIAGE_RETURN;
import static io.rcptwatch.smtp.ReplyFlaw.BARE_LINE_FEED;
import static io.rcptwatch.smtp.ReplyFlaw.EMPTY_LINE;
import static io.rcptwatch.smtp.ReplyFlaw.MIXED_CODES;
import static io.rcptwatch.smtp.ReplyFlaw.STRAY_LINE;
import static io.rcptwatch.smtp.ReplyFlaw.UNKNOWN_CODE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads replies (RFC 5321 §4.2) from a peer that may be hostile: as tolerant about their form as
 * Postfix, and bounded in every direction. How long it waits is the stream's business.
 */
public final class ReplyReader {
    /** RFC 5321 §4.5.3.1.5 asks for 512 octets; real servers say more. */
    static final int LONGEST_LINE = 4096;

    static final int MOST_LINES = 512;
    static final int MOST_BYTES = 64 * 1024;

    // A terminal or a page must never obey what a server says: controls, and characters that turn
    // the reading direction.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final InputStream in;
    private final byte[] buffer = new byte[512];
    private int position;
    private int limit;

    /** Reads from that stream, ahead of what it returns: nobody else may read from it. */
    public ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Whether bytes are here that nobody asked for. */
    public boolean hasUnread() throws IOException {
        return position < limit || in.available() > 0;
    }

    /**
     * Reads one whole reply, as Postfix does: lines that belong to no reply are skipped, of several
     * codes the last one counts, and the reply shows each as a flaw.
     *
     * @throws FaultException where the peer closes, or where what it sends is too much
     * @throws IOException as the stream throws it
     */
    public Reply read() throws IOException, FaultException {
        Set<ReplyFlaw> flaws = EnumSet.noneOf(ReplyFlaw.class);
        List<String> texts = new ArrayList<>(1);
        int code = 0;
        int lines = 0;
        int bytes = 0;
        boolean last = false;
        while (!last) {
            byte[] line = line(flaws);
            bytes += line.length;
            require(++lines <= MOST_LINES, "a reply of over " + MOST_LINES + " lines");
            require(bytes <= MOST_BYTES, "a reply of over " + MOST_BYTES + " bytes");
            if (belongsToReply(line)) {
                // RFC 5321 §4.2.1: the code is the same on every line.
                note(flaws, MIXED_CODES, !texts.isEmpty() && code(line) != code);
                code = code(line);
                last = line.length == 3 || line[3] == ' ';
                texts.add(text(line));
            } else {
                flaws.add(line.length == 0 ? EMPTY_LINE : STRAY_LINE);
            }
        }
        note(flaws, UNKNOWN_CODE, code < 200 || code > 599);
        return new Reply(code, texts, flaws);
    }

    private static void note(Set<ReplyFlaw> flaws, ReplyFlaw flaw, boolean here) {
        if (here) {
            flaws.add(flaw);
        }
    }

    private static boolean belongsToReply(byte[] line) {
        return line.length >= 3
                && digit(line[0])
                && digit(line[1])
                && digit(line[2])
                && (line.length == 3 || line[3] == ' ' || line[3] == '-');
    }

    private static int code(byte[] line) {
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    }

    private static boolean digit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static String text(byte[] line) {
        // RFC 6531 §3.7.4.2 allows UTF-8; octets that are none become replacement characters.
        int start = Math.min(4, line.length);
        String text = new String(line, start, line.length - start, StandardCharsets.UTF_8);
        return UNPRINTABLE.matcher(text.replace('\t', ' ')).replaceAll("\uFFFD");
    }

    /** One line without its end: a line feed and all carriage returns before it. */
    private byte[] line(Set<ReplyFlaw> flaws) throws IOException, FaultException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(80);
        for (int octet = next(flaws); octet != '\n'; octet = next(flaws)) {
            // One more for the carriage return of the end.
            require(octets.size() <= LONGEST_LINE, "a line of over " + LONGEST_LINE + " bytes");
            octets.write(octet);
        }
        byte[] line = octets.toByteArray();
        int length = line.length;
        while (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        require(length <= LONGEST_LINE, "a line of over " + LONGEST_LINE + " bytes");
        noteEnd(flaws, line, length);
        return Arrays.copyOf(line, length);
    }

    /** RFC 5321 §2.3.8: neither octet of CRLF may stand alone. */
    private static void noteEnd(Set<ReplyFlaw> flaws, byte[] line, int length) {
        boolean inside = false;
        for (int i = 0; i < length; i++) {
            inside |= line[i] == '\r';
        }
        note(flaws, BARE_LINE_FEED, length == line.length);
        note(flaws, BARE_CARRIAGE_RETURN, inside || line.length > length + 1);
    }

    private int next(Set<ReplyFlaw> flaws) throws IOException, FaultException {
        if (position == limit) {
            // Where this throws, what was read already must not come once more.
            int count = in.read(buffer);
            if (count <= 0) {
                throw closed(flaws);
            }
            position = 0;
            limit = count;
        }
        return buffer[position++] & 0xff;
    }

    /** What speaks another protocol, HTTP for instance, never sends a line of a reply. */
    private static FaultException closed(Set<ReplyFlaw> flaws) {
        return flaws.contains(STRAY_LINE)
                ? new FaultException(PROTOCOL_ERROR, "the server sent lines that are no reply")
                : new FaultException(
                        CONNECTION_DROPPED, "the server closed the connection without a reply");
    }

    private static void require(boolean wellFormed, String otherwise) throws FaultException {
        if (!wellFormed) {
            throw new FaultException(PROTOCOL_ERROR, "the server sent " + otherwise);
        }
    }
}
