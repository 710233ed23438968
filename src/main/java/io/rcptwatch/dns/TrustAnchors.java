package io.rcptwatch.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The keys that DNSSEC validation starts from (RFC 4033 §2).
 *
 * @param text DS and DNSKEY records, one a line, as in a zone file
 */
public record TrustAnchors(String text) {
    private static final int MAX_BYTES = 65_536;

    /**
     * Takes them.
     *
     * @throws IllegalArgumentException where a record cannot be read, or none is a key
     */
    public TrustAnchors {
        requireKeys(text);
    }

    /** The root zone's, as IANA publishes them. */
    public static TrustAnchors ofIana() {
        try (InputStream in = TrustAnchors.class.getResourceAsStream("root-anchors.zone")) {
            return read(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads them from a file.
     *
     * @throws IOException where it cannot be read
     * @throws IllegalArgumentException where what it says are no trust anchors
     */
    public static TrustAnchors read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    private static TrustAnchors read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes");
        }
        return new TrustAnchors(new String(bytes, StandardCharsets.UTF_8));
    }

    InputStream stream() {
        return stream(text);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireKeys(String text) {
        try (Master master = new Master(stream(text), Name.root, 0)) {
            master.disableIncludes(true);
            boolean keys = false;
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                keys |= r.getType() == Type.DS || r.getType() == Type.DNSKEY;
            }
            if (!keys) {
                throw new IllegalArgumentException("no DS or DNSKEY record");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a record: " + e.getMessage(), e);
        }
    }
}
