package io.rcptwatch.web;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller of {@code /probe} wants.
 *
 * @param target the domain, as the caller wrote it
 * @param identity whose view; empty: everybody's
 * @param debug whether to show the dialogue
 * @param fresh whether a new round is wanted
 * @param patience how long the caller waits for an answer
 */
record ProbeQuery(
        String target, Optional<String> identity, boolean debug, boolean fresh, Duration patience) {
    /** As blackbox_exporter has it: a scraper has to get the answer before it gives up. */
    static final Duration MARGIN = Duration.ofMillis(500);

    /** As blackbox_exporter has it, for whoever does not say how long it waits. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    private static final String MODULE = "default";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{0,9})?");

    /** A question that is none; the message is one line for whoever asked. */
    static final class BadQueryException extends Exception {
        private static final long serialVersionUID = 1;

        BadQueryException(String line) {
            super(line, null, false, false); // It is an answer, not a fault: no stack trace.
        }

        String line() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Reads it.
     *
     * @param timeout the header {@code X-Prometheus-Scrape-Timeout-Seconds}
     */
    static ProbeQuery of(MultivaluedMap<String, String> parameters, Optional<String> timeout)
            throws BadQueryException {
        Optional<String> module = once(parameters, "module");
        if (module.isPresent() && !module.get().equals(MODULE)) {
            throw new BadQueryException("module is not known; allowed: " + MODULE);
        }
        String target =
                once(parameters, "target")
                        .orElseThrow(() -> new BadQueryException("target is missing: a domain"));
        return new ProbeQuery(
                target,
                once(parameters, "identity"),
                truth(parameters, "debug"),
                truth(parameters, "fresh"),
                timeout.isPresent() ? patience(timeout.get()) : LONGEST);
    }

    private static Optional<String> once(MultivaluedMap<String, String> parameters, String name)
            throws BadQueryException {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new BadQueryException(name + " is given more than once");
        }
        return values.stream().findFirst();
    }

    private static boolean truth(MultivaluedMap<String, String> parameters, String name)
            throws BadQueryException {
        return switch (once(parameters, name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadQueryException(name + " is neither true nor false");
        };
    }

    private static Duration patience(String seconds) throws BadQueryException {
        if (!SECONDS.matcher(seconds).matches()) {
            throw new BadQueryException(
                    "X-Prometheus-Scrape-Timeout-Seconds is no number of seconds");
        }
        Duration timeout = Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
        Duration most = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        // Who waits for less than the margin gets half of it.
        Duration half = most.dividedBy(2);
        Duration rest = most.minus(MARGIN);
        return rest.compareTo(half) < 0 ? half : rest;
    }
}
