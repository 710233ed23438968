package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Postfix: one attempt is one recipient in one {@code status=} line of an smtp or lmtp client, of
 * whatever name. Lines of the error and retry services are waiting, and hosts that were passed over
 * are no attempts. The queue manager says that a message expired, without naming a recipient: so
 * the last deferral of each recipient is remembered by queue id.
 */
public final class PostfixLog implements LogFormat {
    private static final int MOST_MESSAGES = 20_000;
    private static final int MOST_RECIPIENTS = 50;

    // postfix/, postfix-out/, postfix/submission/
    private static final String PROGRAM = "(?:[\\w.-]{1,60}/){1,3}";

    // postfix/smtp[7], postfix-out/smtp-gmail[7], postfix/submission/smtp[7]; not smtpd.
    private static final Pattern CLIENT =
            Pattern.compile(
                    SyslogHead.EXPRESSION
                            + PROGRAM
                            + "(?:smtp|lmtp)(?!d\\b)[\\w.-]{0,40}+\\[\\d{1,10}\\]: (\\w{1,30}): to=<");
    private static final Pattern QUEUE_MANAGER =
            Pattern.compile(
                    SyslogHead.EXPRESSION
                            + PROGRAM
                            + "n?qmgr\\[\\d{1,10}\\]: (\\w{1,30}):"
                            + " (?:(removed)|from=<[^>]{0,1000}>, status=(?:force-)?(expired), returned)");

    // What the server said comes last: before it stands nothing that a stranger wrote but the
    // recipient, who is quoted.
    private static final Pattern FIELDS =
            Pattern.compile(
                    "([^>]{0,1000})>,(?: orig_to=<[^>]{0,1000}>,)? relay=([^,\\s]{1,300}),"
                            + "(?: conn_use=\\d{1,9},)? delay=([\\d.]{1,15}),(?: delays=[\\d./]{1,60},)?"
                            + "(?: dsn=[245]\\.\\d{1,3}\\.\\d{1,3},)? status=(sent|deferred|bounced|expired)\\b"
                            // syslog may have cut the line.
                            + "(?: \\((.*?)\\)?)?$");
    // host.example[192.0.2.1]:25
    private static final Pattern RELAY =
            Pattern.compile("([^\\[]{1,253})\\[(?:IPv6:)?([^\\]]{1,100})\\](?::\\d{1,5})?");

    private static final String NO_RELAY = "none";

    private final Map<String, Map<String, Delivery>> waiting =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Map<String, Delivery>> e) {
                    return size() > MOST_MESSAGES;
                }
            };

    @Override
    public LogReading read(String line) {
        Matcher client = CLIENT.matcher(line);
        if (client.lookingAt()) {
            return attempt(client.group(1), line.substring(client.end()));
        }
        Matcher manager = QUEUE_MANAGER.matcher(line);
        return manager.lookingAt() ? managed(manager) : new LogReading.Other();
    }

    private LogReading attempt(String queueId, String rest) {
        Matcher fields = FIELDS.matcher(rest);
        if (!fields.lookingAt()) {
            return new LogReading.Unreadable();
        }
        String recipient = fields.group(1);
        Optional<String> domain = LogRecipients.domain(recipient);
        Matcher relay = RELAY.matcher(fields.group(2));
        boolean reached = relay.matches();
        boolean elsewhere = reached && LogRecipients.isElsewhere(relay.group(2));
        if (domain.isEmpty() || (!elsewhere && !fields.group(2).equals(NO_RELAY))) {
            return new LogReading.Other();
        }
        Delivery delivery =
                new Delivery(
                        domain.get(),
                        reached ? Optional.of(relay.group(1)) : Optional.empty(),
                        fate(fields.group(4)),
                        Optional.ofNullable(fields.group(5)).orElse(""),
                        Optional.of(delay(fields.group(3))));
        remember(queueId, recipient, delivery);
        return LogReading.of(delivery);
    }

    private static Fate fate(String status) {
        return switch (status) {
            case "sent" -> Fate.SENT;
            case "deferred" -> Fate.DEFERRED;
            case "bounced" -> Fate.BOUNCED;
            default -> Fate.EXPIRED;
        };
    }

    private static Duration delay(String seconds) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
        } catch (NumberFormatException _) {
            return Duration.ZERO;
        }
    }

    private void remember(String queueId, String recipient, Delivery delivery) {
        if (delivery.fate() == Fate.DEFERRED) {
            Map<String, Delivery> of = waiting.computeIfAbsent(queueId, _ -> new LinkedHashMap<>());
            if (of.size() < MOST_RECIPIENTS || of.containsKey(recipient)) {
                of.put(recipient, delivery);
            }
        } else if (waiting.containsKey(queueId)) {
            waiting.get(queueId).remove(recipient);
        }
    }

    private LogReading managed(Matcher manager) {
        Map<String, Delivery> left =
                Optional.ofNullable(waiting.remove(manager.group(1))).orElse(Map.of());
        return manager.group(2) == null
                ? new LogReading.Delivered(left.values().stream().map(Delivery::expired).toList())
                : new LogReading.Other();
    }
}
