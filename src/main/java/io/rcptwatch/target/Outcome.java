package io.rcptwatch.target;

import static io.rcptwatch.target.FaultParty.NONE;
import static io.rcptwatch.target.FaultParty.RECEIVER;
import static io.rcptwatch.target.FaultParty.RECIPIENT;
import static io.rcptwatch.target.FaultParty.UNKNOWN;
import static io.rcptwatch.target.FaultParty.US;
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
    ACCEPTED(NONE, OK),
    GREYLISTED(NONE, DEFERRED, REJECTED),
    RATE_LIMITED(US, DEFERRED, REJECTED),
    SERVICE_UNAVAILABLE(RECEIVER, DEFERRED, REJECTED),
    IP_BLOCKED(US, DEFERRED, REJECTED),
    CLIENT_IDENTITY_REJECTED(US, DEFERRED, REJECTED),
    SENDER_REJECTED(US, DEFERRED, REJECTED),
    /** SPF, DKIM or DMARC of the sender's domain. */
    AUTHENTICATION_FAILED(US, DEFERRED, REJECTED),
    POLICY_REJECTED(US, DEFERRED, REJECTED),
    RELAY_DENIED(RECEIVER, DEFERRED, REJECTED),
    RECIPIENT_UNKNOWN(RECIPIENT, DEFERRED, REJECTED),
    MAILBOX_FULL(RECIPIENT, DEFERRED, REJECTED),
    MAILBOX_DISABLED(RECIPIENT, DEFERRED, REJECTED),
    /** Our dialogue was not liked: syntax, sequence, size, authentication required. */
    COMMAND_REJECTED(US, DEFERRED, REJECTED),
    NO_MAIL_SERVICE(RECEIVER, DEFERRED, REJECTED),
    UNCLASSIFIED(UNKNOWN, DEFERRED, REJECTED),
    /** Only of replies that an operator pastes: a probe never sends content. */
    CONTENT_REJECTED(US, DEFERRED, REJECTED),
    /** Only of replies that an operator pastes: a probe never sends content. */
    MESSAGE_TOO_LARGE(US, DEFERRED, REJECTED),
    DNS_ERROR(UNKNOWN, DNS),
    DOMAIN_UNROUTABLE(RECEIVER, DNS),
    CONNECT_TIMEOUT(FaultParty.NETWORK, NETWORK),
    CONNECT_FAILED(FaultParty.NETWORK, NETWORK),
    REPLY_TIMEOUT(RECEIVER, NETWORK),
    CONNECTION_DROPPED(RECEIVER, NETWORK),
    PROTOCOL_ERROR(RECEIVER, NETWORK),
    TLS_UNAVAILABLE(RECEIVER, TLS),
    TLS_FAILED(RECEIVER, TLS),
    LOCAL_ERROR(UNKNOWN, LOCAL);

    private final String label = name().toLowerCase(Locale.ROOT);
    private final FaultParty fault;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so
    private final Set<OutcomeClass> classes;

    Outcome(FaultParty fault, OutcomeClass... classes) {
        this.fault = fault;
        this.classes = Set.of(classes);
    }

    /** The value of the label {@code outcome}. */
    public String label() {
        return label;
    }

    /** Whose turn it is to act, unless the reply says it plainly otherwise. */
    public FaultParty fault() {
        return fault;
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
