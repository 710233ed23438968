package io.rcptwatch.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void every_outcome_says_whose_turn_it_is() {
        Map<String, Set<String>> byFault =
                Arrays.stream(Outcome.values())
                        .collect(
                                Collectors.groupingBy(
                                        outcome -> outcome.fault().label(),
                                        Collectors.mapping(Outcome::label, Collectors.toSet())));

        assertThat(byFault)
                .isEqualTo(
                        Map.of(
                                "none",
                                Set.of("accepted", "greylisted"),
                                "us",
                                Set.of(
                                        "ip_blocked",
                                        "rate_limited",
                                        "client_identity_rejected",
                                        "sender_rejected",
                                        "authentication_failed",
                                        "policy_rejected",
                                        "command_rejected",
                                        "content_rejected",
                                        "message_too_large"),
                                "recipient",
                                Set.of("recipient_unknown", "mailbox_full", "mailbox_disabled"),
                                "receiver",
                                Set.of(
                                        "service_unavailable",
                                        "relay_denied",
                                        "no_mail_service",
                                        "domain_unroutable",
                                        "reply_timeout",
                                        "connection_dropped",
                                        "protocol_error",
                                        "tls_unavailable",
                                        "tls_failed"),
                                "network",
                                Set.of("connect_timeout", "connect_failed"),
                                "unknown",
                                Set.of("unclassified", "dns_error", "local_error")));
    }
}
