package io.rcptwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.sandbox.Behaviour;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.stack.SandboxProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be typed while the sandbox runs. */
class SandboxPromptTest {
    private static final String WORLD =
            """
            dns: 127.0.0.1:0
            port: 0
            domains:
              - domain: x.test
                description: Has two hosts.
                expect: {status: deliverable, outcomes: [accepted]}
                mx:
                  - {host: a.x.test, address: 127.0.2.11, script: own}
                  - {host: b.x.test, address: 127.0.2.12, script: own}
            scripts:
              own: {}
            """;

    private Sandbox sandbox;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sandbox = Sandbox.start(Files.writeString(folder.resolve("world.yaml"), WORLD));
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private String said(String input) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            new SandboxPrompt(sandbox).serve(new StringReader(input), out);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.x.test block            | a.x.test: refuses every recipient because of the client's address, with 550 5.7.1
                    '  X.test   dark '        | a.x.test, b.x.test: nobody listens: connections are refused, and those that there are end
                    nobody.test block         | no receiver listens under this name; list shows all
                    x.test explode            | no such behaviour; allowed: scripted, accept, block, block-at-mail, block-at-greeting, greylist, greylist-forever, expire-certificate, no-starttls, dark
                    x.test                    | a line is HOST-or-DOMAIN BEHAVIOUR, list or help
                    x.test block now          | a line is HOST-or-DOMAIN BEHAVIOUR, list or help
                    """)
    void each_line_is_answered_in_a_line(String line, String answer) {
        assertThat(said(line + "\n")).isEqualTo(answer + System.lineSeparator());
    }

    @Test
    void what_was_switched_is_listed_and_can_be_taken_back() {
        assertThat(said("b.x.test greylist\nlist\n").lines())
                .hasSize(3)
                .anyMatch(line -> line.matches("x\\.test +scripted +a\\.x\\.test"))
                .anyMatch(line -> line.matches("x\\.test +greylist +b\\.x\\.test"));

        said("x.test scripted");
        assertThat(sandbox.receivers()).allMatch(r -> r.behaviour() == Behaviour.SCRIPTED);
    }

    @Test
    void help_explains_every_behaviour() {
        assertThat(said("help\n").lines()).hasSize(1 + Behaviour.values().length);
    }

    @Test
    void an_empty_line_needs_no_answer() {
        assertThat(said("\n \r\n")).isEmpty();
    }

    @Test
    void a_line_without_end_is_not_kept_and_the_next_one_is_obeyed() {
        String endless = "x.test" + " ".repeat(300) + "block".repeat(100_000);

        assertThat(said(endless + "\nb.x.test accept\n").lines())
                .containsExactly(
                        "a line is HOST-or-DOMAIN BEHAVIOUR, list or help",
                        "b.x.test: takes mail for everybody, with a good certificate");
    }

    @Test
    void the_sandbox_goes_on_when_its_input_ends() throws Exception {
        int port = freePort();
        Path demo = SandboxProfile.configuration(port, freePort());
        Ending input = new Ending("accepts.test dark\n");
        InputStream in = System.in;
        System.setIn(input);
        Thread command =
                Thread.ofPlatform()
                        .start(() -> Rcptwatch.execute("sandbox", "--config", demo.toString()));
        try {
            assertThat(input.ended.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(command.join(Duration.ofMillis(500))).isFalse();
            assertThat(listens("127.0.1.2", port)).isTrue();
            assertThat(listens("127.0.1.1", port)).isFalse();
        } finally {
            command.interrupt();
            command.join(Duration.ofMinutes(1));
            System.setIn(in);
        }
    }

    /** An input that tells when it was read to its end. */
    private static final class Ending extends FilterInputStream {
        private final CountDownLatch ended = new CountDownLatch(1);

        Ending(String text) {
            super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                ended.countDown();
            }
            return count;
        }
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
