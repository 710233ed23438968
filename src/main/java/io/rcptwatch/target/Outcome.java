package io.rcptwatch.target;

import static io.rcptwatch.target.OutcomeClass.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a conversation ended in: the closed set behind the label {@code outcome}.
 *
 * <p>Cause and permanence are apart: most causes come as {@code deferred} (4yz) or as {@code
 * rejected} (5yz), see {@link #classes()}.
 */
public enum Outcome {
    ACCEPTED(OK),
    GREYLISTED(DEFERRED, REJECTED),
    RATE_LIMITED(DEFERRED, REJECTED),
    SERVICE_UNAVAILABLE(DEFERRED, REJECTED),
    IP_BLOCKED(DEFERRED, REJECTED),
    CLIENT_IDENTITY_REJECTED(DEFERRED, REJECTED),
    SENDER_REJECTED(DEFERRED, REJECTED),
    /** SPF, DKIM or DMARC of the sender's domain. */
    AUTHENTICATION_FAILED(DEFERRED, REJECTED),
    POLICY_REJECTED(DEFERRED, REJECTED),
    RELAY_DENIED(DEFERRED, REJECTED),
    RECIPIENT_UNKNOWN(DEFERRED, REJECTED),
    MAILBOX_FULL(DEFERRED, REJECTED),
    MAILBOX_DISABLED(DEFERRED, REJECTED),
    /** Our dialogue was not liked: syntax, sequence, size, authentication required. */
    COMMAND_REJECTED(DEFERRED, REJECTED),
    NO_MAIL_SERVICE(DEFERRED, REJECTED),
    UNCLASSIFIED(DEFERRED, REJECTED),
    /** Only of replies that an operator pastes: a probe never sends content. */
    CONTENT_REJECTED(DEFERRED, REJECTED),
    /** Only of replies that an operator pastes: a probe never sends content. */
    MESSAGE_TOO_LARGE(DEFERRED, REJECTED),
    DNS_ERROR(DNS),
    DOMAIN_UNROUTABLE(DNS),
    CONNECT_TIMEOUT(NETWORK),
    CONNECT_FAILED(NETWORK),
    REPLY_TIMEOUT(NETWORK),
    CONNECTION_DROPPED(NETWORK),
    PROTOCOL_ERROR(NETWORK),
    TLS_UNAVAILABLE(TLS),
    TLS_FAILED(TLS),
    LOCAL_ERROR(LOCAL);

    private final String label = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so
    private final Set<OutcomeClass> classes;

    Outcome(OutcomeClass... classes) {
        this.classes = Set.of(classes);
    }

    /** The value of the label {@code outcome}. */
    public String label() {
        return label;
    }

    /** Every class in which this outcome can come. */
    public Set<OutcomeClass> classes() {
        return classes;
    }

    /** Whether a probe, which never sends content, can meet it. */
    public boolean canEndProbe() {
        return this != CONTENT_REJECTED && this != MESSAGE_TOO_LARGE;
    }

    /** Whether it says something about the receiver at all: an unknown never turns a status bad. */
    public boolean conclusive() {
        return this != DNS_ERROR && this != LOCAL_ERROR;
    }

    /** The outcome of that label, empty where there is none. */
    public static Optional<Outcome> labelled(String label) {
        return Arrays.stream(values()).filter(o -> o.label.equals(label)).findFirst();
    }
}
