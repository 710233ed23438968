package io.rcptwatch.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why there is no TLS, for people: who refused, and with which alert (RFC 8446 §6.2). An alert that
 * came encrypted is nowhere but in the message of the engine.
 */
final class TlsFailure {
    private static final Pattern JDK_THEIRS = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern JDK_OURS = Pattern.compile("\\(\\w+\\) (.+)");
    // Its number holds the reason; a server's alert is 1000 and the number of the alert.
    private static final Pattern BORINGSSL =
            Pattern.compile("error:[0-9a-f]+([0-9a-f]{3}):SSL routines:\\w+:(\\w+)");
    private static final int ALERTS = 1000;
    private static final int LAST_ALERT = ALERTS + 255;

    private TlsFailure() {}

    static String detail(SSLException e, TlsAlerts alerts) {
        String message = ExceptionText.oneLine(e);
        Optional<String> theirs = alerts.theirs().or(() -> theirs(message));
        return theirs.isPresent()
                ? refused(theirs.get()) + " (its alert: " + theirs.get() + ")"
                : alerts.ours()
                        .map(ours -> refusing(ours, why(message), alerts))
                        .orElseGet(() -> why(message));
    }

    private static Optional<String> theirs(String message) {
        Matcher jdk = JDK_THEIRS.matcher(message);
        if (jdk.find()) {
            return Optional.of(jdk.group(1));
        }
        Matcher boringSsl = BORINGSSL.matcher(message);
        return boringSsl.find()
                ? theirs(Integer.parseInt(boringSsl.group(1), 16))
                : Optional.empty();
    }

    private static Optional<String> theirs(int reason) {
        return reason > ALERTS && reason <= LAST_ALERT
                ? Optional.of(TlsAlerts.name(reason - ALERTS))
                : Optional.empty();
    }

    /** The engine's own words, without its ornaments. */
    private static String why(String message) {
        Matcher boringSsl = BORINGSSL.matcher(message);
        Matcher jdk = JDK_OURS.matcher(message);
        if (boringSsl.find()) {
            return boringSsl.group(2).toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return jdk.matches() ? jdk.group(1) : message;
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

    private static String refusing(String alert, String why, TlsAlerts alerts) {
        boolean tooOld = alert.equals("protocol_version");
        String what =
                tooOld
                        ? "the server speaks only TLS 1.1 or older, which RFC 8996 forbids"
                        : "we refused the handshake";
        String chosen = tooOld ? alerts.chosenVersion().map(v -> ", it chose " + v).orElse("") : "";
        return what + " (our alert: " + alert + "): " + why + chosen;
    }
}
