package io.rcptwatch.peers;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The real programs that tests talk to, and what becomes of a test where one is missing. */
public final class Peers {
    private Peers() {}

    /**
     * Skips the test where something that it needs is not here, or fails it where the environment
     * says {@code RCPTWATCH_PEERS=required}, as CI does.
     *
     * @param here whether it is here
     * @param otherwise what is missing, for people
     */
    public static void need(boolean here, String otherwise) {
        if (!here) {
            if ("required".equals(System.getenv("RCPTWATCH_PEERS"))) {
                Assertions.fail(otherwise);
            }
            Assumptions.abort(otherwise);
        }
    }

    /** Needs Linux, with its loopback addresses and its /proc, and to be root on it. */
    static void needRoot() {
        need("Linux".equals(System.getProperty("os.name")), "this is not Linux");
        need("root".equals(System.getProperty("user.name")), "mail servers are started by root");
    }
}
