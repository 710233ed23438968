package io.rcptwatch.web;

import io.rcptwatch.metrics.Exposition.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the format of a scrape by the header {@code Accept} (RFC 9110 §12.5.1). */
final class Negotiation {
    private static final String OPENMETRICS = "application/openmetrics-text";

    private final List<Range> ranges;

    private Negotiation(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * The format that the client likes best. The text format where it does not care, and also where
     * it takes neither: something to read helps more than a refusal.
     */
    static Format format(String accept) {
        Negotiation wish = new Negotiation(Range.all(accept));
        double text = wish.quality("text/plain");
        double openMetrics = wish.quality(OPENMETRICS);
        boolean tie = openMetrics == text && openMetrics > 0 && wish.names(OPENMETRICS);
        return openMetrics > text || tie ? Format.OPENMETRICS : Format.TEXT;
    }

    private double quality(String type) {
        // The most specific range that matches counts.
        String group = type.substring(0, type.indexOf('/')) + "/*";
        return Stream.of(type, group, "*/*")
                .map(this::range)
                .flatMap(Optional::stream)
                .findFirst()
                .map(Range::quality)
                .orElse(0.0);
    }

    private boolean names(String type) {
        return range(type).isPresent();
    }

    private Optional<Range> range(String type) {
        return ranges.stream()
                .filter(range -> range.type().equals(type))
                .max((a, b) -> Double.compare(a.quality(), b.quality()));
    }

    private record Range(String type, double quality) {
        static List<Range> all(String accept) {
            return Arrays.stream(accept.toLowerCase(Locale.ROOT).replace("\"", "").split(",", -1))
                    .map(Range::of)
                    .flatMap(Optional::stream)
                    .toList();
        }

        private static Optional<Range> of(String text) {
            List<String> parts = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
            return spoken(parts)
                    ? Optional.of(new Range(parts.getFirst(), quality(parts)))
                    : Optional.empty();
        }

        /** Whether it is no other version of OpenMetrics than the one that we write. */
        private static boolean spoken(List<String> parts) {
            return !parts.getFirst().equals(OPENMETRICS)
                    || parts.stream()
                            .filter(part -> part.startsWith("version="))
                            .allMatch("version=1.0.0"::equals);
        }

        private static double quality(List<String> parts) {
            return parts.stream()
                    .filter(part -> part.matches("q=[01](\\.\\d{0,3})?"))
                    .mapToDouble(part -> Double.parseDouble(part.substring(2)))
                    .findFirst()
                    .orElse(1);
        }
    }
}
