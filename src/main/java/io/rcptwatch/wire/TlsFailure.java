package io.rcptwatch.wire;

import java.io.EOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why there is no TLS, for people: who refused, and with which alert. The JDK has the alert (RFC
 * 8446 §6.2) nowhere but in its message.
 */
final class TlsFailure {
    private static final Pattern THEIRS = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern OURS = Pattern.compile("\\((\\w+)\\) (.+)");

    private TlsFailure() {}

    static String detail(SSLException e) {
        String message = ExceptionText.oneLine(e);
        Matcher theirs = THEIRS.matcher(message);
        if (theirs.find()) {
            return refused(theirs.group(1)) + " (its alert: " + theirs.group(1) + ")";
        }
        if (e.getCause() instanceof EOFException) {
            return "the server closed the connection in the middle of the handshake";
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "what the server sent is no TLS";
        }
        Matcher ours = OURS.matcher(message);
        return ours.matches() ? refusing(ours.group(1), ours.group(2)) : message;
    }

    private static String refused(String alert) {
        return switch (alert) {
            // We offer nothing else, so it knows neither.
            case "protocol_version" ->
                    "the server refused TLS 1.2 and 1.3: it speaks only TLS 1.1 or older, which RFC"
                            + " 8996 forbids";
            case "certificate_required" -> "the server demands a client certificate";
            // RFC 5246 §7.4.6: before TLS 1.3 a missing client certificate had no alert of its own.
            case "handshake_failure" ->
                    "the server has no cipher suite in common with us, or demands a client"
                            + " certificate";
            case "insufficient_security" -> "the server demands stronger ciphers than ours";
            case "unrecognized_name" -> "the server does not know the name that we asked for";
            case "internal_error" -> "the server's own TLS is broken";
            default -> "the server refused the handshake";
        };
    }

    private static String refusing(String alert, String why) {
        String what =
                alert.equals("protocol_version")
                        ? "the server speaks only TLS 1.1 or older, which RFC 8996 forbids"
                        : "we refused the handshake";
        return what + " (our alert: " + alert + "): " + why;
    }
}
