package io.rcptwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.stack.SandboxProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as people type them, against a sandbox that is running already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path demo;
    private Sandbox sandbox;

    /**
     * What a command did.
     *
     * @param status its exit code
     * @param out standard output
     * @param err standard error
     */
    private record Result(int status, String out, String err) {}

    @BeforeAll
    void startSandbox() throws Exception {
        demo = SandboxProfile.configuration(freePort(), freePort());
        sandbox = Sandbox.start(demo.resolveSibling("sandbox.yaml"));
    }

    @AfterAll
    void stopSandbox() throws Exception {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "accepts.test, 0, deliverable",
        "second-mx.test, 1, degraded",
        "dane.test, 0, deliverable",
        "dane-mismatch.test, 2, unreachable",
        "dane-bogus.test, 3, inconclusive",
        "busy.test, 1, deferred",
        "unknown-user.test, 2, rejected",
        "refuses.test, 2, unreachable",
        "servfail.test, 3, inconclusive"
    })
    void probe_exits_by_the_status_of_the_domain(String domain, int status, String word) {
        Result result = run("probe", domain, "--config", demo.toString());

        assertThat(result.status()).isEqualTo(status);
        // Indented lines say why.
        assertThat(result.out().lines().filter(line -> !line.startsWith(" ")).toList().getLast())
                .isEqualTo(domain + " as demo: " + word);
    }

    @ParameterizedTest
    @CsvSource({
        "dane.test, 'DANE: match, TLSA records at mx.dane.test'",
        "dane-mismatch.test, 'DANE: mismatch, TLSA records at mx.dane-mismatch.test'",
        "dane-bogus.test, 'DANE: bogus, '",
        "self-signed.test, 'DANE: insecure, not signed: the MX records of self-signed.test'"
    })
    void probe_shows_what_came_of_dane(String domain, String line) {
        assertThat(run("probe", domain, "--config", demo.toString()).out()).contains(line);
    }

    @Test
    void probe_shows_the_dialogue_and_what_it_means() {
        Result result = run("probe", "unknown-user.test", "--config", demo.toString());

        assertThat(result.out())
                .containsSubsequence(
                        "S: 220 ",
                        "C: EHLO probe.sandbox.test",
                        "C: MAIL FROM:<probe@sandbox.test>",
                        "C: RCPT TO:<postmaster@unknown-user.test>",
                        "S: 550 5.1.1 ",
                        "C: RSET",
                        "C: QUIT",
                        "S: 221 ",
                        "recipient_unknown (rejected at rcpt 550 5.1.1)",
                        "meaning ",
                        "do ");
        assertThat(result.out()).doesNotContain("\033");
    }

    @Test
    void probe_shows_the_certificate_and_what_is_wrong_with_it() {
        Result result = run("probe", "self-signed.test", "--config", demo.toString());

        assertThat(result.out())
                .containsPattern("TLSv1.3 TLS_\\w+: certificate-not-trusted")
                .containsPattern(
                        "certificate of .+ for mx.self-signed.test, by .+, EC P-256,"
                                + " \\S+Z to \\S+Z, chain of 1");
    }

    @Test
    void probe_asks_about_the_recipient_that_it_is_given() {
        Result result =
                run("probe", "accepts.test", "--recipient", "seed", "--config", demo.toString());

        assertThat(result.out()).contains("C: RCPT TO:<seed@accepts.test>");
    }

    @Test
    void probe_asks_a_domain_that_is_not_configured_with_the_defaults() {
        Result result = run("probe", "nobody-knows.test", "--config", demo.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).contains("domain_unroutable");
    }

    @Test
    void probe_speaks_json() throws Exception {
        Result result =
                run("probe", "blocks-google.test", "--format", "json", "--config", demo.toString());

        JsonNode report = JSON.readTree(result.out());
        assertThat(report.path("domain").asText()).isEqualTo("blocks-google.test");
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        JsonNode observation = report.path("observations").path(0);
        assertThat(observation.fieldNames())
                .toIterable()
                .contains(
                        "mx",
                        "address",
                        "family",
                        "identity",
                        "outcome",
                        "class",
                        "fault",
                        "basis",
                        "phase",
                        "code",
                        "enhanced_code",
                        "reply",
                        "rule",
                        "meaning",
                        "advice",
                        "duration_seconds",
                        "tls",
                        "transcript");
        assertThat(observation.path("outcome").asText()).isEqualTo("ip_blocked");
        assertThat(observation.path("transcript").path(0).fieldNames())
                .toIterable()
                .contains("phase", "sent", "received", "seconds");
    }

    @Test
    void probe_speaks_to_nagios_in_one_line() {
        Result result =
                run("probe", "busy.test", "--format", "nagios", "--config", demo.toString());

        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.out())
                .matches(
                        "(?s)SMTP WARNING: busy\\.test deferred: mx\\.busy\\.test:\\d+"
                                + " service_unavailable, fault receiver \\(451 [^|]*\\) \\| time=\\d+\\.\\d{3}s;;;0\n");
    }

    static Stream<List<String>> wrong() {
        return Stream.of(
                List.of("probe"),
                List.of("probe", "not a domain"),
                List.of("probe", "accepts.test", "--identity", "nobody"),
                List.of("probe", "accepts.test", "--format", "xml"),
                List.of("probe", "accepts.test", "--config", "no-such-file.yaml"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void probe_exits_with_3_where_it_is_called_wrongly(List<String> arguments) {
        assertThat(run(withDemo(arguments)).status()).isEqualTo(3);
    }

    private String[] withDemo(List<String> arguments) {
        return arguments.contains("--config")
                ? arguments.toArray(String[]::new)
                : Stream.concat(arguments.stream(), Stream.of("--config", demo.toString()))
                        .toArray(String[]::new);
    }

    @Test
    void explain_tells_people_what_to_do() {
        Result result = run("explain", "--phase", "rcpt", "550 5.1.1 User unknown");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("recipient_unknown (rejected at rcpt 550 5.1.1)\n")
                .contains("meaning ", "do ", "rule ");
    }

    @Test
    void explain_speaks_json_with_null_for_what_is_absent() throws Exception {
        JsonNode json = JSON.readTree(run("explain", "--format", "json", "550 go away").out());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "outcome",
                        "class",
                        "fault",
                        "basis",
                        "phase",
                        "provider",
                        "code",
                        "enhanced_code",
                        "rule",
                        "meaning",
                        "advice",
                        "advice_url",
                        "conclusive",
                        "permanent",
                        "retry_after_seconds",
                        "address",
                        "list",
                        "steps");
        assertThat(json.path("enhanced_code").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "[]", "null"})
    void explain_of_nothing_is_inconclusive(String nothing) throws Exception {
        Result result = run("explain", "--format", "json", nothing);

        assertThat(result.status()).isEqualTo(3);
        assertNothingSaid(JSON.readTree(result.out()));
        assertThat(run("explain", nothing).out()).startsWith("unclassified (nothing was said)\n");
    }

    private static void assertNothingSaid(JsonNode json) {
        assertThat(json.path("outcome").asText()).isEqualTo("unclassified");
        assertThat(json.path("class").isNull()).isTrue();
        assertThat(json.path("permanent").isNull()).isTrue();
        assertThat(json.path("conclusive").asBoolean(true)).isFalse();
    }

    @Test
    void a_batch_answers_each_line_that_says_nothing() throws Exception {
        List<String> answers =
                answers("{}\n[]\nnull\n\n{\"reply\": null}\n{\"reply\": \"\"}\n", "--batch");

        assertThat(answers).hasSize(6);
        for (String answer : answers) {
            assertNothingSaid(JSON.readTree(answer));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void explain_reads_a_pipe(boolean dash) {
        String[] arguments = dash ? new String[] {"-"} : new String[0];

        assertThat(answers("550 5.1.1 User unknown\n", arguments).getFirst())
                .startsWith("recipient_unknown (rejected 550 5.1.1)");
    }

    private List<String> answers(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            String[] all =
                    Stream.concat(Stream.of("explain"), Stream.of(arguments))
                            .toArray(String[]::new);
            return run(all).out().lines().toList();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void explain_answers_a_batch_line_by_line_in_order() throws Exception {
        String requests =
                """
                {"reply": "550 5.1.1 User unknown", "phase": "rcpt"}
                this is no JSON
                {"reply": "450-4.7.1 Greylisted\\n450 4.7.1 try later", "mx": "mx.example.com"}
                """;
        List<String> answers = answers(requests, "--batch");

        assertThat(answers).hasSize(3);
        assertThat(JSON.readTree(answers.get(0)).path("outcome").asText())
                .isEqualTo("recipient_unknown");
        assertThat(JSON.readTree(answers.get(1)).has("error")).isTrue();
        assertThat(JSON.readTree(answers.get(2)).path("outcome").asText()).isEqualTo("greylisted");
    }

    @Test
    void the_rows_of_the_catalogue_have_as_many_cells_as_their_table() {
        String columns = "";
        for (String line : run("catalogue").out().lines().filter(l -> l.startsWith("|")).toList()) {
            String bars = line.replaceAll("\\\\\\|", "").replaceAll("[^|]", "");
            columns = line.matches("\\| (fault|outcome|rule|code|reply) \\|.*") ? bars : columns;
            assertThat(bars).as(line).isEqualTo(columns);
        }
    }

    @Test
    void the_catalogue_speaks_json_in_the_order_in_which_it_is_asked() throws Exception {
        JsonNode json = JSON.readTree(run("catalogue", "--format", "json").out());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "faults", "outcomes", "rules", "enhanced_codes", "basic_codes", "examples");
        assertThat(json.path("rules").path(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "id", "provider", "outcome", "meaning", "advice", "advice_url", "source");
        assertThat(json.path("basic_codes").path(0).fieldNames())
                .toIterable()
                .contains("code", "name", "standard", "outcome", "usage", "correction", "source");
    }

    private static final String LOG =
            """
            Nov 30 23:59:01 out postfix/smtp[1]: A1: to=<a@gmail.com>, relay=gmail-smtp-in.l.google.com[142.250.102.26]:25, delay=1, dsn=5.7.26, status=bounced (host gmail-smtp-in.l.google.com[142.250.102.26] said: 550 5.7.26 This mail is unauthenticated (in reply to end of data command))
            Nov 30 23:59:02 out postfix/smtp[1]: A2: to=<b@gmail.com>, relay=gmail-smtp-in.l.google.com[142.250.102.26]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
            """;

    @Test
    void a_mail_log_becomes_a_table_of_who_refuses_us_and_why(@TempDir Path folder)
            throws Exception {
        Path log = Files.writeString(folder.resolve("mail.log"), LOG);

        Result result = run("explain", "--log", log.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("google +authentication_failed +rejected +1 +1\n")
                .containsPattern("google +accepted +ok +1 +1\n")
                .contains("fault: us", "550 5.7.26 This mail is unauthenticated")
                .doesNotContain("a@gmail.com");

        JsonNode json =
                new ObjectMapper()
                        .readTree(
                                run("explain", "--log", log.toString(), "--format", "json").out());
        assertThat(json.at("/outcomes/0/outcome").asText()).isEqualTo("authentication_failed");
        assertThat(json.at("/outcomes/0/phase").asText()).isEqualTo("data");
        assertThat(run("targets", "--from-log", log.toString()).out())
                .containsPattern("targets:\n  - domain: gmail.com +# 1 sent, 1 failed\n");
        assertThat(run("explain", "--log", folder.resolve("none").toString()).err())
                .contains("none: no such file")
                .hasLineCount(1);
    }

    @Test
    void check_config_says_that_all_is_well_however_the_file_is_named() {
        assertThat(run("check-config", "--config", demo.toString()).status()).isZero();
        assertThat(run("check-config", "-c", demo.toString()).status()).isZero();
        assertThat(run("check-config", demo.toString()).status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "run --lisen=9025, Unknown option: '--lisen=9025', rcptwatch run --help, 2",
        "explode, Unmatched argument at index 0: 'explode', rcptwatch --help, 2",
        "completion fish, Invalid value for positional parameter, rcptwatch completion --help, 2",
        "probe, Missing required parameter: 'DOMAIN', rcptwatch probe --help, 3"
    })
    void wrong_usage_is_one_line_and_where_to_read_on(
            String command, String complaint, String help, int status) {
        Result result = run(command.split(" ", -1));

        assertThat(result.err()).contains(complaint, "See '" + help + "'.").hasLineCount(2);
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void help_is_a_command_too() {
        assertThat(run("help", "probe").out()).startsWith("Usage: rcptwatch probe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void a_shell_completes_commands_and_options(String shell) throws Exception {
        Path script =
                Files.writeString(
                        Files.createTempFile("completion", ".bash"),
                        run("completion", "bash").out());
        Process bash =
                new ProcessBuilder("bash", "-c", "source " + script + "; complete -p rcptwatch")
                        .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("complete", "rcptwatch");
        assertThat(run("completion", shell).out()).contains("check-config", "--from-log");
    }

    @Test
    void the_configuration_is_looked_for_where_the_contract_says(@TempDir Path folder)
            throws Exception {
        Path here = folder.resolve("config/rcptwatch.yaml");
        assertThat(ConfigurationOption.usual(Optional.of("/x.yaml"), folder))
                .isEqualTo(Path.of("/x.yaml"));
        Files.createDirectories(folder.resolve("config"));
        Files.createFile(here);
        assertThat(ConfigurationOption.usual(Optional.of(""), folder)).isEqualTo(here);
        Files.delete(here);
        boolean installed = Files.exists(Path.of("/etc/rcptwatch/rcptwatch.yaml"));
        assertThat(ConfigurationOption.usual(Optional.empty(), folder))
                .isEqualTo(installed ? Path.of("/etc/rcptwatch/rcptwatch.yaml") : here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check-config", "run", "probe accepts.test"})
    void a_sandbox_file_that_is_none_is_one_line_for_every_command(
            String command, @TempDir Path folder) throws Exception {
        Path world = Files.writeString(folder.resolve("world.yaml"), "no: world");
        Path file =
                Files.writeString(
                        folder.resolve("rcptwatch.yaml"),
                        """
                        identities: [{name: me, helo: me.test, mail_from: me@me.test}]
                        targets: [{domain: accepts.test}]
                        sandbox: world.yaml
                        """);
        Result result = run((command + " --config " + file).split(" ", -1));

        assertThat(result.out() + result.err())
                .contains(world + ":1:")
                .doesNotContain("\tat ", "Exception");
        assertThat(result.status()).isIn(2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check-config", "run", "sandbox"})
    void a_mistake_in_the_configuration_is_one_line_with_its_place(
            String command, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, Files.readString(demo).replace("interval: 15s", "interval: often"));

        Result result = run(command, "--config", file.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out() + result.err())
                .contains(file + ":")
                .contains("defaults.interval: ")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({"run, 1", "probe accepts.test, 3"})
    void an_address_that_this_machine_lacks_is_one_line_that_names_the_identity(
            String command, int status) throws Exception {
        Path file = elsewhere();
        List<String> arguments = List.of(command.split(" ", -1));

        Result result =
                run(
                        Stream.concat(arguments.stream(), Stream.of("--config", file.toString()))
                                .toArray(String[]::new));

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.err())
                .startsWith(
                        file
                                + ": identity demo: source_address: 192.0.2.1 is no address of this"
                                + " machine")
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void the_addresses_of_another_machine_can_be_checked_here() throws Exception {
        assertThat(run("check-config", "--config", elsewhere().toString()).status()).isZero();
    }

    /** The demo on a machine with an address for documentation (RFC 5737), which nobody has. */
    private Path elsewhere() throws Exception {
        String from = "mail_from: probe@sandbox.test\n";
        return Files.writeString(
                demo.resolveSibling("elsewhere.yaml"),
                Files.readString(demo).replace(from, from + "    source_address: 192.0.2.1\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "probe",
                "explain",
                "catalogue",
                "targets",
                "check-config",
                "sandbox"
            })
    void every_command_has_help(String command) {
        Result result = command.isEmpty() ? run("--help") : run(command, "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: rcptwatch");
    }

    private static Result run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int status = Rcptwatch.execute(arguments);
            return new Result(
                    status,
                    said.toString(StandardCharsets.UTF_8),
                    complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
