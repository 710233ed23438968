package io.rcptwatch.verdict;

import io.rcptwatch.target.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a refusal names beside its cause, for people: as a stranger said it, unchecked and never to
 * be a label.
 *
 * @param retryAfter how long to wait before the next try; only in a reply that is for now, at most
 *     a week
 * @param address the first IP address: that of the client, where the reply is about one
 * @param list the blocklist, by its zone or its web host
 */
public record ReplyHints(
        Optional<Duration> retryAfter, Optional<String> address, Optional<String> list) {
    /** A reply that names nothing. */
    public static final ReplyHints NONE =
            new ReplyHints(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    // What is further behind is no one's reason any more, and a reply may be 64 kB long.
    private static final int MOST = 2048;

    // All of them begin with a digit or a word, and no quantifier stands within another: cheap on
    // replies, and never slow.
    private static final Pattern SPAN =
            Pattern.compile(
                    "\\b(\\d{1,6})\\s?(s|secs?|seconds?|sek\\w{0,6}|m|mins?|minut\\w{1,3}|h|hours?|stunden?)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile("\\b(\\d\\d):(\\d\\d):(\\d\\d)\\b");
    private static final Pattern PATIENCE =
            Pattern.compile(
                    "\\b(?:again|later|back|retry|wait|resend|reconnect|delayed|deferred|versuch\\w{0,9})\\b"
                            + "[^\\d;]{0,40}$",
                    Pattern.CASE_INSENSITIVE);
    private static final int BEFORE = 60;
    // A digit first: what must not stand before it is asked of digits only.
    private static final Pattern IPV4 =
            Pattern.compile(
                    "\\d(?<!\\w\\d)(?<![\\d.]\\.\\d)(?!(?<=1)27\\.)\\d{0,2}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b(?!\\.\\d)");
    private static final Pattern IPV6 =
            Pattern.compile(
                    "(?<![\\w:.])[0-9a-f]{1,4}:(?=[0-9a-f:]{0,30}::|:|(?:[0-9a-f]{1,4}:){6})[0-9a-f:]{1,35}(?![\\w:.])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern LIST =
            Pattern.compile(
                    "(?:blocked|rejected|blacklisted|listed|found|refused|denied|lookup)"
                            + " (?:using|in|on|at|by|from) (?:the |our |dnsbl |rbl )?"
                            + "((?:[a-z\\d-]{1,63}\\.){1,6}[a-z]{2,24})\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern LIST_PAGE =
            Pattern.compile(
                    "https?://(?:[a-z\\d-]{1,63}\\.){0,4}((?:spamhaus|spamcop|barracudacentral|abusix"
                            + "|uceprotect|sorbs|surriel|invaluement|mailspike|cloudmark"
                            + "|talosintelligence|senderbase|manitu|spamrl|uribl|surbl|dronebl)"
                            + "\\.[a-z]{2,4})\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Set<Outcome> OF_LISTS =
            Set.of(
                    Outcome.IP_BLOCKED,
                    Outcome.CLIENT_IDENTITY_REJECTED,
                    Outcome.SENDER_REJECTED,
                    Outcome.SERVICE_UNAVAILABLE);

    static ReplyHints of(List<String> lines, Outcome outcome, int firstDigit) {
        if (firstDigit != 4 && firstDigit != 5) {
            return NONE;
        }
        String all = String.join(" ", lines);
        String text = all.length() > MOST ? all.substring(0, MOST) : all;
        return new ReplyHints(
                firstDigit == 4 ? retryAfter(text) : Optional.empty(),
                address(text),
                OF_LISTS.contains(outcome)
                        ? first(LIST, text, 1).or(() -> first(LIST_PAGE, text, 1))
                        : Optional.empty());
    }

    /** Most replies have too few dots and colons for one, and counting them is cheap. */
    private static Optional<String> address(String text) {
        Optional<String> ipv4 = holds(text, '.', 3) ? first(IPV4, text, 0) : Optional.empty();
        return ipv4.isEmpty() && holds(text, ':', 2) ? first(IPV6, text, 0) : ipv4;
    }

    private static boolean holds(String text, char wanted, int times) {
        int at = -1;
        for (int i = 0; i < times; i++) {
            at = text.indexOf(wanted, at + 1);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** A span of time behind a word of patience: "limit 5 per 60 seconds" is none. */
    private static Optional<Duration> retryAfter(String text) {
        return Stream.concat(
                        SPAN.matcher(text)
                                .results()
                                .filter(m -> patient(text, m))
                                .map(ReplyHints::span),
                        CLOCK.matcher(text)
                                .results()
                                .filter(m -> patient(text, m))
                                .map(ReplyHints::clock))
                .filter(wait -> wait.isPositive() && wait.compareTo(LONGEST_WAIT) <= 0)
                .findFirst();
    }

    private static boolean patient(String text, MatchResult time) {
        int from = Math.max(0, time.start() - BEFORE);
        return PATIENCE.matcher(text.substring(from, time.start())).find();
    }

    private static Duration span(MatchResult time) {
        long number = Long.parseLong(time.group(1));
        String unit = time.group(2).toLowerCase(Locale.ROOT);
        if (unit.startsWith("h") || unit.startsWith("st")) {
            return Duration.ofHours(number);
        }
        return unit.startsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }

    private static Duration clock(MatchResult time) {
        return Duration.ofHours(Long.parseLong(time.group(1)))
                .plusMinutes(Long.parseLong(time.group(2)))
                .plusSeconds(Long.parseLong(time.group(3)));
    }

    private static Optional<String> first(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
    }
}
