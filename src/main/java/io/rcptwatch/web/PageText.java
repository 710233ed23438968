package io.rcptwatch.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Texts as the pages show them. */
final class PageText {
    private PageText() {}

    /** A domain as a part of a link's path. */
    static String path(String domain) {
        // A form's encoding differs from a path's in the space, which no domain has.
        return URLEncoder.encode(domain, StandardCharsets.UTF_8);
    }

    static String threePlaces(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    /** In the units of the configuration, as {@code 1h30m}. */
    static String duration(Duration duration) {
        // ISO 8601 with a letter for each unit that the configuration has, but for days.
        String text = duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return text.replaceFirst("\\.0+s$", "s");
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }
}
