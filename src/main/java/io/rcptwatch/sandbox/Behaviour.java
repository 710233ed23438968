package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a receiver behaves from one moment to the next, for rehearsals: a change to what its script
 * says. What the DNS says of its domain stays.
 */
public enum Behaviour {
    SCRIPTED("as its file says: this is how it recovers"),
    ACCEPT("takes mail for everybody, with a good certificate"),
    BLOCK("refuses every recipient because of the client's address, with 550 5.7.1"),
    BLOCK_AT_MAIL("rejects every sender because of the client's address, with 550 5.7.1 at MAIL"),
    BLOCK_AT_GREETING("greets with 554 5.7.1 because of the client's address"),
    GREYLIST("puts off whom it does not know, for 30 seconds"),
    GREYLIST_FOREVER("puts off everybody with 450, as though greylisting, and takes no mail"),
    EXPIRE_CERTIFICATE("shows a certificate that was good until yesterday, else as its file says"),
    NO_STARTTLS("speaks no TLS, else as its file says"),
    DARK("nobody listens: connections are refused, and those that there are end");

    private static final Reply BLOCKED =
            Reply.of(
                    550,
                    "5.7.1 Service unavailable; Client host [{client}] blocked using"
                            + " zen.spamhaus.org");
    private static final Reply UNWELCOME = new Reply(554, BLOCKED.lines());
    private static final Reply PUT_OFF =
            Reply.of(
                    450,
                    "4.2.0 <{recipient}>: Recipient address rejected: Greylisted, please try again"
                            + " later");
    private static final Duration GREYLISTED_FOR = Duration.ofSeconds(30);

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String meaning;

    Behaviour(String meaning) {
        this.meaning = meaning;
    }

    /** What people and programs call it. */
    public String label() {
        return label;
    }

    /** What a receiver does then, for people. */
    public String meaning() {
        return meaning;
    }

    /** The behaviour of that label; empty where there is none. */
    public static Optional<Behaviour> labelled(String label) {
        return Arrays.stream(values()).filter(b -> b.label.equals(label)).findFirst();
    }

    /** All labels, for people. */
    public static String labels() {
        return Arrays.stream(values()).map(Behaviour::label).collect(Collectors.joining(", "));
    }

    /** What a receiver does whose own script that is. */
    Script of(Script own) {
        return switch (this) {
            case SCRIPTED, DARK -> own;
            case ACCEPT -> taking(own, Map.of(), Optional.empty());
            case BLOCK -> taking(own, saying(SmtpStage.RCPT, BLOCKED), Optional.empty());
            case BLOCK_AT_MAIL -> taking(own, saying(SmtpStage.MAIL, BLOCKED), Optional.empty());
            case BLOCK_AT_GREETING ->
                    taking(own, saying(SmtpStage.BANNER, UNWELCOME), Optional.empty());
            case GREYLIST ->
                    taking(own, Map.of(), Optional.of(new Greylisting(GREYLISTED_FOR, 1, PUT_OFF)));
            case GREYLIST_FOREVER -> taking(own, saying(SmtpStage.RCPT, PUT_OFF), Optional.empty());
            case EXPIRE_CERTIFICATE -> own.with(own.tls().expired());
            case NO_STARTTLS -> own.with(Script.Tls.NONE);
        };
    }

    private static Map<SmtpStage, ScriptedReply> saying(SmtpStage stage, Reply reply) {
        return Map.of(stage, new ScriptedReply.Say(reply, Duration.ZERO));
    }

    private static Script taking(
            Script own, Map<SmtpStage, ScriptedReply> answers, Optional<Greylisting> greylisting) {
        return new Script(
                own.name(),
                own.tls().good(),
                own.extensions(),
                Duration.ZERO,
                answers,
                Map.of(),
                Map.of(),
                greylisting);
    }
}
