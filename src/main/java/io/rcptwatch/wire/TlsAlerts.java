package io.rcptwatch.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * What shows of a handshake before it is encrypted: the alerts, whichever engine makes it, and
 * which version the server chose.
 */
final class TlsAlerts {
    private static final int HEADER = 5;
    private static final int FATAL = 2;
    private static final int SERVER_HELLO = 2;

    /** RFC 8446 §6. */
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(10, "unexpected_message"),
                    Map.entry(20, "bad_record_mac"),
                    Map.entry(21, "decryption_failed"),
                    Map.entry(22, "record_overflow"),
                    Map.entry(30, "decompression_failure"),
                    Map.entry(40, "handshake_failure"),
                    Map.entry(41, "no_certificate"),
                    Map.entry(42, "bad_certificate"),
                    Map.entry(43, "unsupported_certificate"),
                    Map.entry(44, "certificate_revoked"),
                    Map.entry(45, "certificate_expired"),
                    Map.entry(46, "certificate_unknown"),
                    Map.entry(47, "illegal_parameter"),
                    Map.entry(48, "unknown_ca"),
                    Map.entry(49, "access_denied"),
                    Map.entry(50, "decode_error"),
                    Map.entry(51, "decrypt_error"),
                    Map.entry(60, "export_restriction"),
                    Map.entry(70, "protocol_version"),
                    Map.entry(71, "insufficient_security"),
                    Map.entry(80, "internal_error"),
                    Map.entry(86, "inappropriate_fallback"),
                    Map.entry(90, "user_canceled"),
                    Map.entry(100, "no_renegotiation"),
                    Map.entry(109, "missing_extension"),
                    Map.entry(110, "unsupported_extension"),
                    Map.entry(111, "certificate_unobtainable"),
                    Map.entry(112, "unrecognized_name"),
                    Map.entry(113, "bad_certificate_status_response"),
                    Map.entry(114, "bad_certificate_hash_value"),
                    Map.entry(115, "unknown_psk_identity"),
                    Map.entry(116, "certificate_required"),
                    Map.entry(120, "no_application_protocol"));

    private Optional<String> theirs = Optional.empty();
    private Optional<String> ours = Optional.empty();
    private Optional<String> chosenVersion = Optional.empty();

    /** Looks at a whole record of the server's. */
    void received(ByteBuffer record) {
        int at = record.position();
        if (theirs.isEmpty()) {
            theirs = fatalAlert(record.array(), record.arrayOffset() + at, record.remaining());
        }
        boolean hello =
                record.get(at) == TlsRecords.HANDSHAKE
                        && record.remaining() > HEADER + 5
                        && record.get(at + HEADER) == SERVER_HELLO;
        if (hello && chosenVersion.isEmpty()) {
            // RFC 5246 §7.4.1.3: type, three octets of length, then the version: 3.1 is TLS 1.0.
            chosenVersion = Optional.of("TLS1" + (record.get(at + HEADER + 5) - 1));
        }
    }

    /** Looks at a record of ours. */
    void sent(byte[] octets, int length) {
        if (ours.isEmpty()) {
            ours = fatalAlert(octets, 0, length);
        }
    }

    // In clear it has two octets; encrypted it has more.
    private static Optional<String> fatalAlert(byte[] octets, int at, int length) {
        boolean alert =
                length == HEADER + 2
                        && octets[at] == TlsRecords.ALERT
                        && octets[at + HEADER] == FATAL;
        return alert ? Optional.of(name(octets[at + HEADER + 1] & 0xff)) : Optional.empty();
    }

    /** The name of an alert, or its number. */
    static String name(int alert) {
        return NAMES.getOrDefault(alert, "alert %d".formatted(alert));
    }

    /** The server's, where it came in clear. */
    Optional<String> theirs() {
        return theirs;
    }

    /** Our own, where it went in clear. */
    Optional<String> ours() {
        return ours;
    }

    /** What the server's hello says, as TLS10; TLS12 is that of TLS 1.3, too (RFC 8446 §4.1.3). */
    Optional<String> chosenVersion() {
        return chosenVersion;
    }

    /** Whether the server refused our hello for its cipher suites: before it chose any. */
    boolean nothingInCommon() {
        return chosenVersion.isEmpty()
                && theirs.filter(
                                alert ->
                                        alert.equals("handshake_failure")
                                                || alert.equals("insufficient_security"))
                        .isPresent();
    }
}
