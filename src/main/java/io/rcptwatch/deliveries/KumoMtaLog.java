package io.rcptwatch.deliveries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.deliveries.Delivery.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * KumoMTA: one JSON record a line, of its log folder or of its {@code tailer}. Types that are no
 * attempt (Reception, Feedback and so on) are about something else.
 */
public final class KumoMtaLog implements LogFormat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OWN_WORDS = Set.of("AdminBounce", "Expiration");

    @Override
    public LogReading read(String line) {
        if (!line.startsWith("{")) {
            return new LogReading.Other();
        }
        try {
            JsonNode entry = JSON.readTree(line);
            return fate(entry.path("type").asText())
                    .map(fate -> delivery(entry, fate))
                    .orElseGet(LogReading.Other::new);
        } catch (JsonProcessingException _) {
            return new LogReading.Unreadable();
        }
    }

    private static Optional<Fate> fate(String type) {
        return switch (type) {
            case "Delivery" -> Optional.of(Fate.SENT);
            case "TransientFailure" -> Optional.of(Fate.DEFERRED);
            case "Bounce", "AdminBounce" -> Optional.of(Fate.BOUNCED);
            case "Expiration" -> Optional.of(Fate.EXPIRED);
            default -> Optional.empty();
        };
    }

    private static LogReading delivery(JsonNode entry, Fate fate) {
        JsonNode peer = entry.path("peer_address");
        Optional<String> address = text(peer, "addr");
        if (address.filter(a -> !LogRecipients.isElsewhere(a)).isPresent()) {
            return new LogReading.Other();
        }
        // A record of one attempt for several recipients has a list.
        JsonNode to = entry.path("recipient");
        List<Delivery> deliveries =
                (to.isArray() ? to.valueStream() : Stream.of(to))
                        .map(JsonNode::asText)
                        .flatMap(mailbox -> LogRecipients.domain(mailbox).stream())
                        .map(
                                domain ->
                                        new Delivery(
                                                domain,
                                                text(peer, "name"),
                                                fate,
                                                said(entry),
                                                delay(entry)))
                        .toList();
        return deliveries.isEmpty()
                ? new LogReading.Unreadable()
                : new LogReading.Delivered(deliveries);
    }

    /** As Postfix would write it, so that it is read by the same code. */
    private static String said(JsonNode entry) {
        JsonNode response = entry.path("response");
        if (OWN_WORDS.contains(entry.path("type").asText())) {
            // The code is KumoMTA's own: no host said it.
            return response.path("content").asText();
        }
        JsonNode enhanced = response.path("enhanced_code");
        String code = response.path("code").asText("");
        String detail =
                enhanced.isObject()
                        ? "%s.%s.%s "
                                .formatted(
                                        enhanced.path("class").asText(),
                                        enhanced.path("subject").asText(),
                                        enhanced.path("detail").asText())
                        : "";
        String reply = "host said: " + code + " " + detail + response.path("content").asText();
        return text(response, "command")
                .map(String::strip)
                .map(KumoMtaLog::step)
                .map(s -> reply + s)
                .orElse(reply);
    }

    /** A lone full stop ends the content. */
    private static String step(String command) {
        String named = command.equals(".") ? "end of data" : command.split("[ :]", 2)[0];
        return " (in reply to " + named.toLowerCase(Locale.ROOT) + " command)";
    }

    private static Optional<Duration> delay(JsonNode entry) {
        JsonNode created = entry.path("created");
        JsonNode now = entry.path("timestamp");
        return created.isNumber() && now.isNumber()
                ? Optional.of(Duration.ofSeconds(Math.max(0, now.asLong() - created.asLong())))
                : Optional.empty();
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }
}
