package io.rcptwatch.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A domain whose mail servers are literals.
 *
 * @param name without its top-level domain
 * @param mx its mail servers; empty: it has none
 * @param records how many...
 */
record ScriptedDomain(String name, List<Mx> mx) {
    /**
     * One of its mail servers.
     *
     * @param script what it says; empty: nobody listens there
     */
    record Mx(int preference, Optional<Map<String, String>> script) {}

    static ScriptedDomain one(String name, String... script) {
        return new ScriptedDomain(name, List.of(mx(10, script)));
    }

    static ScriptedDomain of(String name, Mx... mx) {
        return new ScriptedDomain(name, List.of(mx));
    }

    static Mx mx(int preference, String... script) {
        Map<String, String> answers = new java.util.HashMap<>();
        for (int i = 0; i < script.length; i += 2) {
            answers.put(script[i], script[i + 1]);
        }
        return new Mx(preference, Optional.of(Map.copyOf(answers)));
    }

    static Mx dark(int preference) {
        return new Mx(preference, Optional.empty());
    }

    String domain() {
        return name + ".test";
    }

    boolean equalHosts() {
        return mx.stream().map(Mx::preference).distinct().count() < mx.size();
    }
}
