package io.rcptwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.ReplyReader;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mail server that is a literal: a transcript file with what the server says and what the client
 * has to say. A client that says anything else, or closes too early or too late, fails the test.
 *
 * <p>A file begins with the verdict to expect, how the dialogue ends and what to ask ({@code key:
 * value}; {@code #} begins a remark), then comes an empty line, then the dialogue:
 *
 * <ul>
 *   <li>{@code S: 220 mx} a line of the server
 *   <li>{@code C: QUIT} a line of the client
 *   <li>{@code X: reply_timeout} a {@link Fault.Kind} instead of the answer
 *   <li>{@code X: closed} the server has closed the connection
 *   <li>{@code X: handshake} and TLS works; behind it {@link TlsProblem} labels, or a fault's kind
 *   <li>{@code X: stop} from here on the agent is stopping
 *   <li>{@code --} the connection is closed, and the client makes another one
 * </ul>
 */
public final class Script {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final String NEXT_CONNECTION = "--";

    private final String name;
    private final Map<String, String> head = new LinkedHashMap<>();
    private final List<String> body;
    private int position;
    private boolean open;

    private Script(String name, List<String> lines) {
        this.name = name;
        int empty = lines.indexOf("");
        for (String line : lines.subList(0, empty)) {
            if (!line.startsWith("#")) {
                String[] parts = (line + " ").split(": ", 2);
                head.put(parts[0], parts[1].strip());
            }
        }
        body = lines.subList(empty + 1, lines.size());
    }

    /** All that there are. */
    public static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
        }
    }

    /** The script in that file. */
    public static Script read(Path file) throws IOException {
        return new Script(file.getFileName().toString(), Files.readAllLines(file));
    }

    /** What the head of the file says of that. */
    public Optional<String> head(String key) {
        return Optional.ofNullable(head.get(key));
    }

    /** The keys of the head, in the file's order. */
    public Set<String> keys() {
        return head.keySet();
    }

    /** The lines of the client, in order. */
    public List<String> clientLines() {
        return body.stream().filter(l -> l.startsWith("C: ")).map(l -> l.substring(3)).toList();
    }

    /** Holds the conversation, with the client's part played by our own code. */
    public Conversation play(Listener listener) {
        Conversation conversation = new Prober(this::connect).probe(question(), listener);
        assertThat(body.subList(position, body.size()))
                .as("%s: what nobody came to", name)
                .isEmpty();
        return conversation;
    }

    private ProbeRequest question() {
        return new ProbeRequest(
                "mx1.example.com",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 25),
                new Identity(
                        "default",
                        "probe.example.net",
                        address(head("sender").orElse("probe@example.net")),
                        Optional.empty(),
                        List.of()),
                address(head("recipient").orElse("seed@example.com")),
                TlsDemand.of(
                        TlsMode.valueOf(
                                head("tls").orElse("opportunistic").toUpperCase(Locale.ROOT))),
                new Timeouts(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(180)));
    }

    private static MailAddress address(String text) {
        int at = text.lastIndexOf('@');
        return new MailAddress(text.substring(0, at), text.substring(at + 1));
    }

    private Connection connect(
            String host, InetSocketAddress address, Optional<InetAddress> source, Timeouts timeouts)
            throws FaultException {
        assertThat(open).as("a connection beside another one").isFalse();
        if (position > 0) {
            take(NEXT_CONNECTION);
        }
        if (next().startsWith("X: connect_")) {
            throw fault(kind(take("X: ")));
        }
        open = true;
        return new PlayedConnection();
    }

    private String next() {
        return position < body.size() ? body.get(position) : "(the end)";
    }

    /** The rest of the next line, which must begin so. */
    private String take(String prefix) {
        assertThat(next()).as("%s, line %d of the dialogue", name, position + 1).startsWith(prefix);
        return body.get(position++).substring(prefix.length());
    }

    private static Fault.Kind kind(String label) {
        return Fault.Kind.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static FaultException fault(Fault.Kind kind) {
        return new FaultException(kind, "as the script has it");
    }

    private final class PlayedConnection implements Connection {
        private ReplyReader reader = new ReplyReader(new ServerLines());
        private boolean stopping;

        @Override
        public Reply greeting() throws FaultException {
            return answer();
        }

        @Override
        public Optional<Reply> unasked() throws FaultException {
            return next().startsWith("S:") ? Optional.of(answer()) : Optional.empty();
        }

        @Override
        public Reply exchange(Command command) throws FaultException {
            assertThat(command)
                    .as("without a bound of its own")
                    .isNotInstanceOf(Command.Quit.class);
            return hear(command);
        }

        @Override
        public Reply exchange(Command command, Duration patience) throws FaultException {
            assertThat(patience).isLessThanOrEqualTo(Duration.ofSeconds(5));
            return hear(command);
        }

        private Reply hear(Command command) throws FaultException {
            assertThat("C: " + command.line())
                    .as("%s: what the client says", name)
                    .isEqualTo(next());
            take("C: ");
            return answer();
        }

        private Reply answer() throws FaultException {
            try {
                return reader.read();
            } catch (Broken e) {
                throw fault(e.kind);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public TlsSession handshake(boolean anonymousToo) throws FaultException {
            String result = take("X: handshake").strip();
            Set<TlsProblem> problems = EnumSet.noneOf(TlsProblem.class);
            for (String label : result.isEmpty() ? new String[0] : result.split(" ")) {
                problems.add(problem(label).orElseThrow(() -> fault(kind(label))));
            }
            reader = new ReplyReader(new ServerLines());
            return new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", List.of(), problems);
        }

        private static Optional<TlsProblem> problem(String label) {
            return EnumSet.allOf(TlsProblem.class).stream()
                    .filter(p -> p.label().equals(label))
                    .findFirst();
        }

        @Override
        public boolean stopping() {
            if (next().equals("X: stop")) {
                take("X: stop");
                stopping = true;
            }
            return stopping;
        }

        @Override
        public void close() {
            if (next().equals("X: closed")) {
                take("X: closed");
            }
            assertThat(next())
                    .as("%s: where the client goes", name)
                    .isIn(NEXT_CONNECTION, "(the end)");
            open = false;
        }
    }

    /** The server's lines one by one, as far as it speaks, then what goes wrong. */
    private final class ServerLines extends InputStream {
        private byte[] line = {};
        private int read;

        @Override
        public int read() throws IOException {
            while (read == line.length) {
                if (next().equals("X: closed")) {
                    return -1;
                }
                if (next().startsWith("X: ")) {
                    throw new Broken(kind(take("X: ")));
                }
                line = (take("S:").stripLeading() + "\r\n").getBytes(StandardCharsets.UTF_8);
                read = 0;
            }
            return line[read++] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int octet = read();
            buffer[offset] = (byte) octet;
            return octet < 0 ? -1 : 1;
        }
    }

    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        private final Fault.Kind kind;

        Broken(Fault.Kind kind) {
            this.kind = kind;
        }
    }
}
