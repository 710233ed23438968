package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Exim's main log: {@code =>} and {@code ->} delivered, {@code **} bounced, {@code ==} deferred. A
 * delivery without a host is one to a mailbox or a program here.
 *
 * <p>With pipelining, "after pipelined end of data" also stands for replies to MAIL: the phase that
 * such a line names is an upper bound.
 */
public final class EximLog implements LogFormat {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:"
                            + SyslogHead.EXPRESSION
                            + "exim4?\\[\\d{1,10}\\]: )?\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?(?: [+-]\\d{4})?(?: \\[\\d{1,10}\\])?"
                            + " \\w{6}-\\w{6,11}-\\w{2,4} (=>|->|\\*\\*|==) (.*)");
    private static final Pattern MAILBOX =
            Pattern.compile("<?([^\\s<>]{1,1000}@[^\\s<>:]{1,253})>?");
    private static final Pattern HOST =
            Pattern.compile(" H=(\\S{1,253}) \\[([0-9A-Fa-f:.]{2,45})\\](?::\\d{1,5})?");
    // What the server said stands in quotes at the end of a delivery.
    private static final Pattern CONFIRMED = Pattern.compile(" C=\"(.*?)\"(?: [A-Z]{2}=\\S+)*$");
    private static final Pattern QUEUE_TIME = Pattern.compile(" QT=([\\d.dhms]{1,20})");
    private static final Pattern TIME_PART = Pattern.compile("(\\d{1,9})(?:\\.\\d{1,9})?([dhms])");
    // "host mx.example.com [192.0.2.1]: 550 …", behind the step that was answered.
    private static final Pattern ANSWERED =
            Pattern.compile("\\bhost (\\S{1,253}) \\[([0-9A-Fa-f:.]{2,45})\\](?::\\d{1,5})?:");

    @Override
    public LogReading read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.lookingAt()) {
            return new LogReading.Other();
        }
        String rest = matcher.group(2);
        Matcher mailbox = MAILBOX.matcher(rest);
        if (!mailbox.find()) {
            // "=> root R=localuser": a mailbox here.
            return new LogReading.Other();
        }
        String after = rest.substring(mailbox.end());
        return switch (matcher.group(1)) {
            case "=>", "->" -> delivered(mailbox.group(1), after);
            case "**" -> refused(mailbox.group(1), after, given(after));
            default -> deferred(mailbox.group(1), after);
        };
    }

    private static Fate given(String after) {
        return after.contains("retry timeout exceeded") ? Fate.EXPIRED : Fate.BOUNCED;
    }

    /** A host that is not due yet was not asked: the message waits. */
    private static LogReading deferred(String recipient, String after) {
        return after.contains("retry time not reached")
                ? new LogReading.Other()
                : refused(recipient, after, Fate.DEFERRED);
    }

    private static LogReading delivered(String recipient, String after) {
        Matcher host = HOST.matcher(after);
        if (!host.find() || !LogRecipients.isElsewhere(host.group(2))) {
            return new LogReading.Other();
        }
        Matcher confirmed = CONFIRMED.matcher(after);
        String said = confirmed.find() ? confirmed.group(1) : "";
        return reading(recipient, Optional.of(host.group(1)), Fate.SENT, said, after);
    }

    private static LogReading refused(String recipient, String after, Fate fate) {
        Optional<MatchResult> host =
                Stream.of(ANSWERED, HOST)
                        .flatMap(pattern -> pattern.matcher(after).results().limit(1))
                        .findFirst();
        if (host.filter(h -> !LogRecipients.isElsewhere(h.group(2))).isPresent()) {
            return new LogReading.Other();
        }
        int colon = after.indexOf(": ");
        String said = colon < 0 ? after : after.substring(colon + 2);
        return reading(recipient, host.map(h -> h.group(1)), fate, said, after);
    }

    private static LogReading reading(
            String recipient, Optional<String> host, Fate fate, String said, String after) {
        return LogRecipients.domain(recipient)
                .map(domain -> new Delivery(domain, host, fate, said, queueTime(after)))
                .map(LogReading::of)
                .orElseGet(LogReading.Unreadable::new);
    }

    /** {@code 1h2m3s}. */
    private static Optional<Duration> queueTime(String after) {
        Matcher time = QUEUE_TIME.matcher(after);
        if (!time.find()) {
            return Optional.empty();
        }
        Matcher part = TIME_PART.matcher(time.group(1));
        Duration sum = Duration.ZERO;
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum =
                    sum.plus(
                            switch (part.group(2)) {
                                case "d" -> Duration.ofDays(number);
                                case "h" -> Duration.ofHours(number);
                                case "m" -> Duration.ofMinutes(number);
                                default -> Duration.ofSeconds(number);
                            });
        }
        return Optional.of(sum);
    }
}
