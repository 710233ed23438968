package io.rcptwatch.report;

import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.util.Optional;

/**
 * What {@code deliverable} does not say at providers that judge a sender after DATA, which a probe
 * never sends. The evidence is in {@code config/docs/blind-spot.md}.
 */
public final class BlindSpot {
    private BlindSpot() {}

    /** The note beside that status at that provider, one sentence; empty if none is needed. */
    public static Optional<String> note(Provider provider, Status status) {
        return status == Status.DELIVERABLE ? judgedLater(provider) : Optional.empty();
    }

    private static Optional<String> judgedLater(Provider provider) {
        return switch (provider.label()) {
            case "google" ->
                    Optional.of(
                            "Google judges senders only after DATA: see the deliveries in your mail log.");
            case "yahoo" -> Optional.of(later("Yahoo"));
            case "apple" -> Optional.of(later("Apple"));
            case "united_internet" -> Optional.of(later("GMX"));
            default -> Optional.empty();
        };
    }

    private static String later(String name) {
        return name
                + " judges authentication and content only after DATA: see the deliveries in your mail"
                + " log.";
    }
}
