package io.rcptwatch.web;

import io.rcptwatch.verdict.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which targets somebody wants to see.
 *
 * @param status only those of that status; empty: all
 * @param text only those whose domain contains it, in lower case; the empty text: all
 * @param page from 1 on
 */
record TargetFilter(Optional<Status> status, String text, int page) {
    private static final int LONGEST_TEXT = 253;

    /** What does not make sense counts for nothing. */
    static TargetFilter of(Optional<String> status, Optional<String> text, Optional<String> page) {
        return new TargetFilter(
                status.flatMap(TargetFilter::status),
                text.map(TargetFilter::text).orElse(""),
                page.filter(p -> p.matches("[1-9]\\d{0,5}")).map(Integer::valueOf).orElse(1));
    }

    private static Optional<Status> status(String label) {
        return Arrays.stream(Status.values()).filter(s -> s.label().equals(label)).findFirst();
    }

    private static String text(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        return stripped.substring(0, Math.min(stripped.length(), LONGEST_TEXT));
    }

    boolean matches(String domain, Status actual) {
        return (status.isEmpty() || status.get() == actual)
                && domain.toLowerCase(Locale.ROOT).contains(text);
    }

    /** As the page chooses it; public, since the template reads it. */
    public String statusLabel() {
        return status.map(Status::label).orElse("");
    }

    /** The query part of a link to another page of the same. */
    String link(int otherPage) {
        return "?status="
                + statusLabel()
                + "&q="
                + URLEncoder.encode(text, StandardCharsets.UTF_8)
                + "&page="
                + otherPage;
    }
}
