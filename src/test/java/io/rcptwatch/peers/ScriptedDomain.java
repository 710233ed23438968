package io.rcptwatch.peers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A domain whose mail servers are literals.
 *
 * @param name without the top-level domain; below {@code tls-required} a sender demands TLS
 * @param mx its mail servers
 * @param kind how a sender's fate and ours compare there
 */
record ScriptedDomain(String name, List<Mx> mx, Kind kind) {
    private static final String TLS_REQUIRED = ".tls-required";

    /** How a sender's fate and our status compare. */
    enum Kind {
        /** By the contract's table. */
        USUAL,
        /** Some mail is sent and some bounces: one mail does not tell. */
        BY_CHANCE,
        /** Refused at each greeting: Postfix keeps the mail until it expires, we say rejected. */
        REFUSED_AT_GREETING,
        /** Replies that are out of step: we must only not call it deliverable. */
        OUT_OF_STEP
    }

    /**
     * One of its mail servers.
     *
     * @param script what it says, as {@link ScriptedServer#start} wants it; empty: nothing listens
     */
    record Mx(int preference, Optional<Map<String, String>> script) {}

    /** A domain with one server, which answers each first text with the second one. */
    static ScriptedDomain one(String name, String... script) {
        return several(name, mx(10, script));
    }

    static ScriptedDomain several(String name, Mx... mx) {
        return new ScriptedDomain(name, List.of(mx), Kind.USUAL);
    }

    static Mx mx(int preference, String... script) {
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < script.length; i += 2) {
            answers.put(script[i], script[i + 1]);
        }
        return new Mx(preference, Optional.of(Map.copyOf(answers)));
    }

    /** A server that refuses connections. */
    static Mx dark(int preference) {
        return new Mx(preference, Optional.empty());
    }

    ScriptedDomain as(Kind other) {
        return new ScriptedDomain(name, mx, other);
    }

    String domain() {
        return name + ".test";
    }

    boolean requiresTls() {
        return name.endsWith(TLS_REQUIRED);
    }
}
