package io.rcptwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.Main;
import io.rcptwatch.cli.Rcptwatch;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.web.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe} asks the agent that runs with the same state file. */
@Timeout(60)
class AgentSocketTest {
    private static final String WORLD =
            """
            dns: 127.0.0.1:0
            port: 0
            domains:
              - domain: accepts.test
                description: Takes mail.
                expect: {status: deliverable, outcomes: [accepted]}
                mx: [{host: mx.accepts.test, address: 127.0.3.61, script: accepts}]
              - domain: blocks.test
                description: Does not want us.
                expect: {status: rejected, outcomes: [ip_blocked]}
                mx: [{host: mx.blocks.test, address: 127.0.3.62, script: blocks}]
              - domain: differs.test
                description: One of its hosts takes mail, the other one does not.
                expect: {status: degraded, outcomes: [accepted, ip_blocked]}
                mx:
                  - {host: one.differs.test, address: 127.0.3.63, script: accepts}
                  - {host: two.differs.test, address: 127.0.3.64, script: blocks}
            scripts:
              accepts: {tls: none}
              blocks: {tls: none, rcpt: "554 5.7.1 Client host [{client}] blocked using zen.spamhaus.org"}
            """;

    private static final String TIME = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String REASON =
            "hosts with the same MX preference differ: some mail bounces";

    private Path folder;
    private Path file;
    private Sandbox sandbox;
    private Daemon daemon;
    private boolean running;

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        sandbox = Sandbox.start(Files.writeString(folder.resolve("world.yaml"), WORLD));
        file =
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        """
                        identities: [{name: me, helo: me.test, mail_from: me@me.test}]
                        dns: {servers: ["127.0.0.1:%d"]}
                        defaults: {port: %d, tls: none}
                        politeness: {min_interval: 1s, allow_private_addresses: true}
                        state: {file: agent.state}
                        targets: [{domain: accepts.test}, {domain: blocks.test}, {domain: differs.test}]
                        """
                                .formatted(sandbox.dnsAddress().getPort(), sandbox.port()));
        daemon = new Daemon(file, Registries.prometheus(), InstantSource.system());
        daemon.begin(new StartupEvent(), new Readiness());
        running = true;
    }

    @AfterEach
    void stop() throws Exception {
        if (running) {
            daemon.end(new ShutdownEvent());
        }
        sandbox.close();
    }

    private Path socket() {
        return AgentSocket.beside(folder.resolve("agent.state"));
    }

    private int contacts(String host) {
        return sandbox.receiver(host).dialogues().size();
    }

    @Test
    void a_check_that_runs_every_few_minutes_makes_no_contact_of_its_own() {
        for (int i = 0; i < 4; i++) {
            Result result = probe("accepts.test", "--format", "nagios");

            assertThat(result.out())
                    .matches("(?s)SMTP OK: accepts\\.test deliverable since " + TIME + ": .*");
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
        }
        assertThat(contacts("mx.accepts.test")).isEqualTo(1);
    }

    @Test
    void a_person_sees_the_dialogue_that_the_agent_held() {
        Result result = probe("accepts.test");

        assertThat(result.out())
                .contains("mx.accepts.test", "C: RCPT TO:<postmaster@accepts.test>", "S: 250")
                .containsPattern(
                        "accepts\\.test as me: deliverable since \\d\\d:\\d\\d UTC, \\d min\\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void a_status_that_does_not_tell_by_itself_comes_with_its_reason_and_since_when() {
        assertThat(probe("differs.test").out())
                .containsPattern("differs\\.test as me: degraded since .*\\n  " + REASON + "\n");
        assertThat(probe("differs.test", "--format", "nagios").out())
                .matches(
                        "(?s)SMTP WARNING: differs\\.test degraded since "
                                + TIME
                                + " \\("
                                + REASON
                                + "\\): .*");
        assertThat(probe("differs.test", "--format", "json").out())
                .contains("\"reason\":\"" + REASON + "\"")
                .containsPattern("\"since\":\"" + TIME.replace("Z", "[.0-9]*Z\""));
    }

    @Test
    void a_host_in_backoff_is_left_alone() throws Exception {
        assertThat(probe("blocks.test").status()).isEqualTo(2);
        // Longer than the least interval.
        Thread.sleep(1_100);

        Result again = probe("blocks.test");

        assertThat(again.err()).contains("the agent's limits allow no new round");
        assertThat(again.out()).contains("554 5.7.1", "blocks.test as me: rejected since ");
        assertThat(again.status()).isEqualTo(2);
        assertThat(contacts("mx.blocks.test")).isEqualTo(1);
    }

    @Test
    void a_probe_that_cannot_go_through_the_agent_says_so_and_asks_by_itself() {
        assertThat(probe("accepts.test", "--recipient", "seed").err())
                .contains("goes past the agent: it asks for the recipient of its configuration");
        daemon.end(new ShutdownEvent());
        running = false;

        Result result = probe("accepts.test");

        assertThat(result.err()).contains("goes past the agent: none answers at " + socket());
        assertThat(result.status()).isZero();
        assertThat(Files.exists(socket())).isFalse();
    }

    @Test
    void only_its_own_user_may_ask() throws Exception {
        assertThat(Files.getPosixFilePermissions(socket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** As another user would, so without root's right to open every file. */
    @Test
    void a_user_without_permission_reads_one_line_that_the_probe_goes_past_the_agent()
            throws Exception {
        Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("---------"));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "probe",
                                "accepts.test",
                                "--config",
                                file.toString())
                        .redirectError(err.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();

        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(err))
                .startsWith(
                        "rcptwatch: this probe goes past the agent: none answers at %s: Permission denied\n"
                                .formatted(socket()));
    }

    private Result probe(String domain, String... options) {
        String[] arguments = {"probe", domain, "--config", file.toString()};
        String[] all = new String[arguments.length + options.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int status = Rcptwatch.execute(all);
            return new Result(
                    status,
                    said.toString(StandardCharsets.UTF_8),
                    complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
