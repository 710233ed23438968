package io.rcptwatch.app;

import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.store.AgentAnswer;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import io.rcptwatch.wire.UnixSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets {@code probe} ask the agent that runs with the same state file, so that a probe by hand or
 * by Nagios goes through the agent's limits. The socket lies beside the state file.
 */
public final class AgentSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AgentSocket.class.getName());

    /** Longer than any conversation and its wait for room. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String NOW = "now";
    private static final String RECENT = "recent";

    private final ProbeService service;
    private final InstantSource clock;
    private Optional<Path> state = Optional.empty();
    private Optional<UnixSocket> socket = Optional.empty();

    AgentSocket(ProbeService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /** Where the agent that runs with that state file listens. */
    public static Path beside(Path state) {
        return state.resolveSibling(state.getFileName() + ".sock");
    }

    /** From now on the agent runs with that state file. */
    synchronized void follow(Optional<Path> file) {
        if (file.equals(state)) {
            return;
        }
        close();
        state = file;
        socket = file.flatMap(this::opened);
    }

    private Optional<UnixSocket> opened(Path file) {
        Path path = beside(file);
        try {
            return Optional.of(UnixSocket.open(path, this::answer));
        } catch (IOException e) {
            LOG.log(
                    WARNING,
                    "No socket at {0}: {1}. \"rcptwatch probe\" goes past this agent''s limits",
                    path,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<byte[]> answer(String line) throws InterruptedException {
        String[] words = line.split(" ", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        ProbeService.Answer latest = service.answer(words[1], words[0].equals(NOW), PATIENCE);
        if (words[0].equals(RECENT) && isOld(latest)) {
            latest = service.answer(words[1], true, PATIENCE);
        }
        return Optional.of(
                switch (latest) {
                    case ProbeService.Answer.Known(TargetState known, var source, _) ->
                            new AgentAnswer(Optional.of(source), known.latest(), known.since())
                                    .written();
                    case ProbeService.Answer.Forbidden _,
                            ProbeService.Answer.Crowded _,
                            ProbeService.Answer.Absurd _ ->
                            AgentAnswer.NOT_PROBED.written();
                });
    }

    /**
     * The agent's own rounds keep a result younger than the interval, unless they are held back.
     */
    private boolean isOld(ProbeService.Answer answer) {
        if (!(answer instanceof ProbeService.Answer.Known(TargetState known, _, _))) {
            return false;
        }
        Optional<Instant> until =
                known.latest().map(Round::finishedAt).map(at -> at.plus(known.target().interval()));
        return until.filter(clock.instant()::isBefore).isEmpty();
    }

    /**
     * Asks the agent that runs with that state file; blocks until it knows.
     *
     * @param now whether a new round is wanted, even if the latest is younger than the interval
     * @throws IOException if no agent listens there, or it may not be asked: one line says why
     */
    public static AgentAnswer ask(Path state, DomainName domain, boolean now) throws IOException {
        byte[] answer = UnixSocket.ask(beside(state), (now ? NOW : RECENT) + " " + domain.ascii());
        return AgentAnswer.read(answer, domain)
                .orElseThrow(() -> new IOException("the agent ended without an answer"));
    }

    @Override
    public synchronized void close() {
        socket.ifPresent(UnixSocket::close);
        socket = Optional.empty();
        state = Optional.empty();
    }
}
