package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A mail server that says what its script says, and remembers what was said to it. */
public final class Receiver implements Acceptor.Service {
    private static final String BUSY = "421 4.3.2 Too many connections\r\n";

    private final String domain;
    private final SandboxHost.Listening host;
    private final SandboxWorld.Limits limits;
    private final Certificates certificates;
    private final InstantSource clock;
    private final Greylist greylist;
    private final Deque<ReceiverTranscript> dialogues = new ArrayDeque<>();
    private volatile Act act;

    /**
     * What it does for the present.
     *
     * @param since when it began to
     * @param greylist whom it has put off since then; for its own script: since the start
     */
    private record Act(Behaviour behaviour, Script script, Greylist greylist, Instant since) {}

    Receiver(
            String domain,
            SandboxHost.Listening host,
            SandboxWorld.Limits limits,
            Certificates certificates,
            InstantSource clock) {
        this.domain = domain;
        this.host = host;
        this.limits = limits;
        this.certificates = certificates;
        this.clock = clock;
        this.greylist = new Greylist(clock);
        this.act = act(Behaviour.SCRIPTED);
    }

    private Act act(Behaviour behaviour) {
        return new Act(
                behaviour,
                behaviour.of(host.script()),
                behaviour == Behaviour.SCRIPTED ? greylist : new Greylist(clock),
                clock.instant());
    }

    /** Behaves so from the next conversation on. */
    void play(Behaviour behaviour) {
        act = act(behaviour);
    }

    /** The host's name. */
    public String host() {
        return host.name();
    }

    /** The domain whose mail it takes. */
    public String domain() {
        return domain;
    }

    /** Whether that, in any case, is the name of its host or its domain. */
    boolean isAt(String name) {
        return host.name().equalsIgnoreCase(name) || domain.equalsIgnoreCase(name);
    }

    /** How it behaves for the present. */
    public Behaviour behaviour() {
        return act.behaviour();
    }

    /** Since when it behaves so. */
    public Instant since() {
        return act.since();
    }

    /** Where it listens. */
    public InetAddress address() {
        return host.address();
    }

    /** The last conversations, the oldest first, those that still go on among them. */
    public List<ReceiverTranscript> dialogues() {
        synchronized (dialogues) {
            return List.copyOf(dialogues);
        }
    }

    @Override
    public void serve(Socket connection) throws IOException {
        ReceiverTranscript dialogue =
                remember(new ReceiverTranscript(connection.getInetAddress(), clock.instant()));
        try {
            connection.setSoTimeout((int) limits.idle().toMillis());
            connection.setTcpNoDelay(true);
            session(connection, dialogue).hold();
        } catch (IOException e) {
            dialogue.ended(ReceiverTranscript.End.LOST);
            throw e;
        }
    }

    @Override
    public void refuse(Socket connection) throws IOException {
        connection.getOutputStream().write(BUSY.getBytes(US_ASCII));
    }

    private ReceiverSession session(Socket connection, ReceiverTranscript dialogue)
            throws IOException {
        Act now = act;
        return new ReceiverSession(
                host.name(),
                connection.getInetAddress().getHostAddress(),
                now.script(),
                new LineChannel(connection, dialogue),
                certificates,
                now.greylist());
    }

    private ReceiverTranscript remember(ReceiverTranscript dialogue) {
        synchronized (dialogues) {
            dialogues.addLast(dialogue);
            if (dialogues.size() > limits.dialogues()) {
                dialogues.removeFirst();
            }
        }
        return dialogue;
    }
}
