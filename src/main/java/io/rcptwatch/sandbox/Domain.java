package io.rcptwatch.sandbox;

import io.rcptwatch.target.Outcome;
import java.util.List;

/**
 * A domain of the sandbox.
 *
 * @param name in A-labels and lower case
 * @param description what it shows, for people
 * @param expect what a probe should make of it
 * @param mail what the DNS says of it
 * @param demands what it demands of its senders' TLS
 */
public record Domain(
        String name,
        String description,
        Expectation expect,
        MailRecords mail,
        TlsPolicyRecords demands) {
    /**
     * What a probe should make of a domain.
     *
     * @param status the label of the domain's status when all has settled
     * @param outcomes every outcome on the way, in order: host after host, round after round
     */
    public record Expectation(String status, List<Outcome> outcomes) {
        public Expectation {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Its hosts at which a receiver listens. */
    List<SandboxHost.Listening> listening() {
        return mail.hosts().stream()
                .filter(SandboxHost.Listening.class::isInstance)
                .map(SandboxHost.Listening.class::cast)
                .toList();
    }
}
