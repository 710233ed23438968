package io.rcptwatch.smtp;

import static io.rcptwatch.smtp.Fault.Kind.CONNECTION_DROPPED;
import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads replies (RFC 5321 §4.2) from a peer that may be hostile: strict about their form, and
 * bounded in every direction. How long it waits is the stream's business.
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
     * Reads one whole reply.
     *
     * @throws FaultException where the peer closes, or where what it sends is no reply
     * @throws IOException as the stream throws it
     */
    public Reply read() throws IOException, FaultException {
        List<String> texts = new ArrayList<>(1);
        int code = 0;
        int bytes = 0;
        boolean last = false;
        while (!last) {
            byte[] line = line();
            bytes += line.length;
            int lineCode = code(line);
            // RFC 5321 §4.2.1: the code is the same on every line.
            require(texts.isEmpty() || lineCode == code, "a reply with different codes");
            require(texts.size() < MOST_LINES, "a reply of over " + MOST_LINES + " lines");
            require(bytes <= MOST_BYTES, "a reply of over " + MOST_BYTES + " bytes");
            code = lineCode;
            last = line.length == 3 || line[3] == ' ';
            texts.add(text(line));
        }
        return new Reply(code, texts);
    }

    private static int code(byte[] line) throws FaultException {
        boolean wellFormed =
                line.length >= 3
                        && line[0] >= '2'
                        && line[0] <= '5'
                        && digit(line[1])
                        && digit(line[2])
                        && (line.length == 3 || line[3] == ' ' || line[3] == '-');
        require(wellFormed, "a line that is no reply");
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

    /** One line without its CRLF; RFC 5321 §2.3.8: neither octet may stand alone. */
    private byte[] line() throws IOException, FaultException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int octet = next();
        while (octet != '\r') {
            require(octet != '\n', "a line feed without carriage return");
            require(line.size() < LONGEST_LINE, "a line of over " + LONGEST_LINE + " bytes");
            line.write(octet);
            octet = next();
        }
        require(next() == '\n', "a carriage return without line feed");
        return line.toByteArray();
    }

    private int next() throws IOException, FaultException {
        if (position == limit) {
            // Where this throws, what was read already must not come once more.
            int count = in.read(buffer);
            if (count <= 0) {
                throw new FaultException(
                        CONNECTION_DROPPED, "the server closed the connection without a reply");
            }
            position = 0;
            limit = count;
        }
        return buffer[position++] & 0xff;
    }

    private static void require(boolean wellFormed, String otherwise) throws FaultException {
        if (!wellFormed) {
            throw new FaultException(PROTOCOL_ERROR, "the server sent " + otherwise);
        }
    }
}
