package io.rcptwatch.web;

import io.rcptwatch.verdict.Status;

/**
 * A status to be seen at a glance: by its word, its sign and its colour, each of which suffices.
 *
 * @param status the word
 * @param sign one character
 */
record StatusBadge(String status, String sign) {
    static StatusBadge of(Status status) {
        return new StatusBadge(status.label(), sign(status));
    }

    private static String sign(Status status) {
        return switch (status) {
            case DELIVERABLE -> "✓";
            case DEGRADED -> "◐";
            case DEFERRED -> "↻";
            case REJECTED -> "✕";
            case UNREACHABLE -> "∅";
            case INCONCLUSIVE -> "?";
            case PENDING -> "…";
        };
    }
}
