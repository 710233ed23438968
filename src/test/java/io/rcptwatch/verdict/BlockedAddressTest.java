package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads "user unknown" takes the address off a list: never because we are blocked. */
class BlockedAddressTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    private static final List<String> BLOCKED =
            List.of(
                    "Client host [192.0.2.25] blocked using bl.example.org",
                    "192.0.2.25 is blocked",
                    "IP 192.0.2.25 has been blocked",
                    "192.0.2.25 is listed at bl.example.org",
                    "your IP address is blacklisted",
                    "Your IP [192.0.2.25] is on our block list",
                    "your mail server 192.0.2.25 has a bad reputation",
                    "your host is in a DNSBL",
                    "access from 192.0.2.25 denied",
                    "Access denied, banned sending IP [192.0.2.25]",
                    "connections from 192.0.2.25 are not accepted",
                    "your IP has been banned",
                    "rejected by RBL: 192.0.2.25",
                    "your server is blocked",
                    "mail from 192.0.2.25 refused",
                    "sending server 192.0.2.25 rejected",
                    "[2001:db8::25] is blocked by our policy");

    private static final List<String> MAILBOX =
            List.of(
                    "<probe@example.com>: Recipient address rejected: %s",
                    "5.1.1 <probe@example.com>: Recipient address rejected: %s",
                    "5.1.1 User unknown; %s",
                    "Invalid recipient <probe@example.com>: %s",
                    "%s. No such user here",
                    "Requested action not taken: mailbox unavailable. %s",
                    "Mailbox not found or access denied, %s",
                    "%s, address rejected",
                    "5.1.1 Mailbox does not exist (%s)");

    static Stream<String> replies() {
        return MAILBOX.stream()
                .flatMap(frame -> BLOCKED.stream().map(cause -> "550 " + frame.formatted(cause)));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void a_blocked_address_is_never_called_an_unknown_recipient(String reply) {
        assertThat(
                        JUDGE.explain(PastedReply.of(reply), Optional.empty(), Optional.empty())
                                .outcome())
                .isEqualTo(Outcome.IP_BLOCKED);
    }
}
