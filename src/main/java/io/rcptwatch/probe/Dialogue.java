package io.rcptwatch.probe;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.util.Optional;

/** One conversation over one connection, from the greeting to QUIT. */
final class Dialogue {
    private static final ProbeEnd OUT_OF_STEP =
            new ProbeEnd.Failed(
                    Phase.QUIT,
                    new Fault(
                            Fault.Kind.PROTOCOL_ERROR,
                            "the server's replies are out of step with our commands"));

    private final ProbeRequest question;
    private final TlsDemand tlsDemand;
    private final Connection connection;
    private final Transcript transcript;
    private Optional<Extensions> extensions = Optional.empty();
    private Optional<TlsSession> tls = Optional.empty();
    private Optional<TlsTrouble> tlsTrouble = Optional.empty();
    // Whether the server waits for a command: not before its greeting (RFC 5321 §3.1), and not in
    // the middle of a handshake (RFC 3207 §4).
    private boolean listening;

    private Dialogue(
            ProbeRequest question,
            TlsDemand tlsDemand,
            Connection connection,
            Transcript transcript) {
        this.question = question;
        this.tlsDemand = tlsDemand;
        this.connection = connection;
        this.transcript = transcript;
    }

    static Conversation hold(
            Connector connector, ProbeRequest question, TlsDemand tlsDemand, Listener listener) {
        Transcript transcript = new Transcript(listener);
        try (Connection connection = connect(connector, question, transcript)) {
            return new Dialogue(question, tlsDemand, connection, transcript).hold();
        } catch (FaultException e) {
            return new Conversation(
                    transcript.steps(),
                    new ProbeEnd.Failed(Phase.CONNECT, e.fault()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private static Connection connect(
            Connector connector, ProbeRequest question, Transcript transcript)
            throws FaultException {
        return transcript.silent(
                Phase.CONNECT,
                () ->
                        connector.connect(
                                question.host(),
                                question.address(),
                                question.identity().sourceAddress(),
                                question.timeouts()));
    }

    private Conversation hold() {
        ProbeEnd ending = ask();
        boolean inStep = takeLeave(ending);
        return new Conversation(
                transcript.steps(),
                inStep || !accepted(ending) ? ending : OUT_OF_STEP,
                extensions,
                tls,
                tlsTrouble);
    }

    private ProbeEnd ask() {
        try {
            return askAll();
        } catch (FaultException e) {
            return new ProbeEnd.Failed(transcript.phase(), e.fault());
        }
    }

    private ProbeEnd askAll() throws FaultException {
        if (tlsDemand instanceof TlsDemand.Implicit) {
            // RFC 8314 §3.3: TLS comes first, even before the greeting.
            shakeHands();
        }
        Reply greeting = transcript.heard(Phase.BANNER, connection::greeting);
        listening = true;
        Optional<ProbeEnd> untrusted = untrusted();
        if (untrusted.isPresent()) {
            return untrusted.get();
        }
        // RFC 5321 §4.2: the first digit decides.
        if (!greeting.positive()) {
            return new ProbeEnd.Replied(Phase.BANNER, greeting);
        }
        Reply hello = hello();
        if (!hello.positive()) {
            return notGreeted(hello);
        }
        Optional<ProbeEnd> noTls = startTls();
        return noTls.isPresent() ? noTls.get() : askForRecipient();
    }

    private Reply hello() throws FaultException {
        Reply reply = say(new Command.Ehlo(question.identity().helo()));
        if (reply.positive()) {
            extensions = Optional.of(Extensions.of(reply));
            return reply;
        }
        // RFC 5321 §3.8: with a 421 the server goes. After HELO there is no STARTTLS.
        return reply.code() == 421 || lacksTls() ? reply : sayHelo(reply);
    }

    /**
     * RFC 5321 §3.2 asks for HELO where the server does not know EHLO. Postfix says it after every
     * other refusal, too, and goes by its reply.
     */
    private Reply sayHelo(Reply refusal) throws FaultException {
        try {
            return say(new Command.Helo(question.identity().helo()));
        } catch (FaultException e) {
            // The server goes without an answer: what it said before is why.
            String why = refusal.toString().lines().findFirst().orElse("");
            throw new FaultException(
                    e.fault().kind(), e.fault().detail() + ", after it refused EHLO: " + why);
        }
    }

    private boolean lacksTls() {
        return tlsDemand instanceof TlsDemand.Required && tls.isEmpty();
    }

    private ProbeEnd notGreeted(Reply refusal) {
        // RFC 5321 §4.2.4: a server that does not know EHLO has no STARTTLS.
        boolean unknown =
                switch (refusal.code()) {
                    case 500, 502, 504 -> true;
                    default -> false;
                };
        return unknown && lacksTls()
                ? new ProbeEnd.TlsNotOffered()
                : new ProbeEnd.Replied(Phase.EHLO, refusal);
    }

    private boolean offers(String keyword) {
        return extensions.filter(e -> e.offers(keyword)).isPresent();
    }

    /** Turns TLS on as far as that is wanted and to be had; an ending where it is a must. */
    private Optional<ProbeEnd> startTls() throws FaultException {
        if (!startsTls()) {
            return Optional.empty();
        }
        if (!offers("STARTTLS")) {
            return goOnInClear("the server does not offer STARTTLS", new ProbeEnd.TlsNotOffered());
        }
        Reply reply = say(new Command.StartTls());
        return switch (reply.code()) {
            // RFC 3207 §4: only a 220 says that TLS may begin.
            case 220 -> secure();
            // RFC 5321 §3.8: it goes, whatever was asked.
            case 421 -> Optional.of(new ProbeEnd.Replied(Phase.STARTTLS, reply));
            default -> goOnInClear("the server refused STARTTLS", new ProbeEnd.TlsRefused(reply));
        };
    }

    private boolean startsTls() {
        return switch (tlsDemand) {
            case TlsDemand.None _, TlsDemand.Implicit _ -> false;
            case TlsDemand.Opportunistic _, TlsDemand.Required _ -> true;
        };
    }

    private Optional<ProbeEnd> goOnInClear(String why, ProbeEnd otherwise) {
        tlsTrouble = Optional.of(new TlsTrouble(TlsProblem.STARTTLS_NOT_SUPPORTED, why));
        return tlsDemand instanceof TlsDemand.Required ? Optional.of(otherwise) : Optional.empty();
    }

    private Optional<ProbeEnd> secure() throws FaultException {
        // RFC 3207 §4.2: what the server said in clear counts for nothing any more.
        extensions = Optional.empty();
        listening = false;
        shakeHands();
        listening = true;
        Optional<ProbeEnd> untrusted = untrusted();
        if (untrusted.isPresent()) {
            return untrusted;
        }
        Reply hello = hello();
        return hello.positive()
                ? Optional.empty()
                : Optional.of(new ProbeEnd.Replied(Phase.EHLO, hello));
    }

    private void shakeHands() throws FaultException {
        tls =
                Optional.of(
                        transcript.silent(
                                Phase.STARTTLS,
                                () ->
                                        connection.handshake(
                                                tlsDemand instanceof TlsDemand.Opportunistic)));
    }

    /** An ending where the other side of a handshake is not whom we have to talk to. */
    private Optional<ProbeEnd> untrusted() {
        return tls.map(session -> trust().problems(session))
                .filter(problems -> !problems.isEmpty())
                .map(ProbeEnd.TlsUntrusted::new);
    }

    private Trust trust() {
        return switch (tlsDemand) {
            case TlsDemand.None _, TlsDemand.Opportunistic _ -> Trust.ANYBODY;
            case TlsDemand.Required(Trust trust) -> trust;
            case TlsDemand.Implicit(Trust trust) -> trust;
        };
    }

    private ProbeEnd askForRecipient() throws FaultException {
        boolean smtpUtf8 = question.needsSmtpUtf8();
        // RFC 6531 §3.1: such an address must not be sent to a server that does not offer it.
        if (smtpUtf8 && !offers("SMTPUTF8")) {
            return new ProbeEnd.Utf8NotOffered();
        }
        String sender = question.identity().mailFrom().toString();
        Reply mail = say(new Command.Mail(sender, smtpUtf8));
        return mail.positive()
                ? new ProbeEnd.Replied(
                        Phase.RCPT, say(new Command.Rcpt(question.recipient().toString())))
                : new ProbeEnd.Replied(Phase.MAIL, mail);
    }

    private Reply say(Command command) throws FaultException {
        if (connection.stopping()) {
            throw new FaultException(Fault.Kind.LOCAL_ERROR, "the agent is stopping");
        }
        Optional<Reply> early = unasked(connection, transcript, command.phase());
        return early.isPresent()
                ? early.get()
                : transcript.heard(command, () -> connection.exchange(command));
    }

    /**
     * What the server says before it is asked: a 421, with which it goes (RFC 5321 §3.8). After any
     * other reply the next ones cannot be told apart.
     */
    static Optional<Reply> unasked(Connection connection, Transcript transcript, Phase phase)
            throws FaultException {
        Optional<Reply> early = transcript.overheard(phase, connection::unasked);
        if (early.isPresent() && early.get().code() != 421) {
            throw new FaultException(
                    Fault.Kind.PROTOCOL_ERROR, "the server sent a reply before it was asked");
        }
        return early;
    }

    private static boolean accepted(ProbeEnd ending) {
        return ending instanceof ProbeEnd.Replied(Phase phase, Reply reply)
                && phase == Phase.RCPT
                && reply.positive();
    }

    /** Whether the server's replies at the end fit what we say there. */
    private boolean takeLeave(ProbeEnd ending) {
        boolean there =
                listening && !(ending instanceof ProbeEnd.Failed(_, Fault f) && Farewell.lost(f));
        Farewell farewell = new Farewell(connection, transcript);
        return !there || farewell.say(transactionOpen(ending) && !connection.stopping());
    }

    // Where RCPT was not answered there is a transaction too, but a server that is busy is not to
    // get two commands more at once: QUIT ends the transaction as well (RFC 5321 §4.1.1.10).
    private static boolean transactionOpen(ProbeEnd ending) {
        return ending instanceof ProbeEnd.Replied(Phase phase, _) && phase == Phase.RCPT;
    }
}
