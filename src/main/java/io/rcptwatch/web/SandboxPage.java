package io.rcptwatch.web;

import io.rcptwatch.report.StatusOrder;
import io.rcptwatch.sandbox.Behaviour;
import io.rcptwatch.sandbox.Domain;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.target.Identity;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of the sandbox, those that do not behave as their file says first.
 *
 * @param choices how a receiver may behave
 */
record SandboxPage(ShownTime now, List<Choice> choices, List<ReceiverLine> lines) {
    /** A way to behave. */
    record Choice(String label, String meaning) {}

    /**
     * A receiver.
     *
     * @param path of the domain's page
     * @param description what its domain shows as its file says
     * @param badge how the agent finds its domain; null where it does not watch it
     * @param behaviour what it does now
     * @param since since when; never: from the start
     */
    record ReceiverLine(
            String domain,
            String path,
            String host,
            String description,
            @Nullable StatusBadge badge,
            String behaviour,
            ShownTime since) {}

    static SandboxPage of(Sandbox sandbox, Ledger board, Instant now) {
        Map<String, String> descriptions =
                sandbox.domains().stream()
                        .collect(Collectors.toMap(Domain::name, Domain::description));
        return new SandboxPage(
                ShownTime.of(now, now),
                Arrays.stream(Behaviour.values())
                        .map(b -> new Choice(b.label(), b.meaning()))
                        .toList(),
                sandbox.receivers().stream()
                        .sorted(Comparator.comparing(r -> r.behaviour() == Behaviour.SCRIPTED))
                        .map(r -> line(r, descriptions.getOrDefault(r.domain(), ""), board, now))
                        .toList());
    }

    private static ReceiverLine line(
            Receiver receiver, String description, Ledger board, Instant now) {
        boolean scripted = receiver.behaviour() == Behaviour.SCRIPTED;
        return new ReceiverLine(
                receiver.domain(),
                PageText.path(receiver.domain()),
                receiver.host(),
                description,
                board.named(receiver.domain()).map(SandboxPage::badge).orElse(null),
                receiver.behaviour().label(),
                scripted ? ShownTime.NEVER : ShownTime.of(receiver.since(), now));
    }

    private static StatusBadge badge(TargetState standing) {
        return StatusBadge.of(
                StatusOrder.overall(
                        standing.target().identities().stream()
                                .map(Identity::name)
                                .map(standing::status)));
    }
}
