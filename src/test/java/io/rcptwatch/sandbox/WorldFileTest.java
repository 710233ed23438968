package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rcptwatch.smtp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldFileTest {
    private static final String WORLD =
            """
            dns: 127.0.0.1:5354
            port: 2525
            domains:
              - domain: x.test
                description: For a test.
                expect: {status: deliverable, outcomes: [accepted]}
                mx:
                  - {host: mx.x.test, address: 127.0.2.1, script: own}
            scripts:
              own:
                tls: none
                rcpt: 250 Ok
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private String mistakeIn(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("world.yaml"), yaml);
        try {
            WorldFile.read(file);
            return "none";
        } catch (WorldFileException e) {
            return String.valueOf(e.getMessage()).replace(file.toString(), "world.yaml");
        }
    }

    @Test
    void a_world_is_read_as_it_stands() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), WORLD);
        SandboxWorld world = WorldFile.read(file);

        assertThat(world.dns().getPort()).isEqualTo(5354);
        assertThat(world.port()).isEqualTo(2525);
        assertThat(world.limits()).isEqualTo(SandboxWorld.Limits.DEFAULT);
        SandboxHost.Listening host = world.listening().getFirst();
        assertThat(host.name()).isEqualTo("mx.x.test");
        assertThat(host.address()).isEqualTo(InetAddress.ofLiteral("127.0.2.1"));
        assertThat(host.script().tls()).isEqualTo(Script.Tls.NONE);
        assertThat(host.script().answer(SmtpStage.RCPT))
                .isEqualTo(new ScriptedReply.Say(Reply.of(250, "Ok"), Duration.ZERO));
    }

    @Test
    void a_world_without_mistakes_has_none() throws IOException {
        assertThat(mistakeIn(WORLD)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    port: 2525              | prot: 2525                | 2:1: prot: is no key here (is port meant?); allowed: dns, port, limits, https, records, domains, scripts
                    port: 2525              | port: 65536               | 2:7: port: '65536' is no whole number from 0 to 65535
                    port: 2525              | port: [1]                 | 2:7: port: a text is missing here
                    port: 2525              | port:                     | 2:6: port: a text is missing here
                    127.0.0.1:5354          | 192.0.2.1:53              | 1:6: dns: '192.0.2.1' is no loopback address: 127.0.0.0/8 or ::1
                    127.0.0.1:5354          | 127.0.0.1                 | 1:6: dns: '127.0.0.1' is no loopback address and port like 127.0.0.1:53
                    domain: x.test          | domain: x_test..          | 4:13: domains[0].domain: 'x_test..' is no host name
                    description: For a test.| status: x                 | 5:5: domains[0].status: is no key here; allowed: domain, description, expect, mx, dns, address, script
                    status: deliverable,    | ''                        | 6:13: domains[0].expect: status is missing
                    [accepted]              | [acepted]                 | 6:46: domains[0].expect.outcomes[0]: 'acepted' is none of accepted,
                    address: 127.0.2.1      | address: example.com      | 8:36: domains[0].mx[0].address: 'example.com' is no loopback address: 127.0.0.0/8 or ::1
                    address: 127.0.2.1      | preference: -1            | 8:39: domains[0].mx[0].preference: '-1' is no whole number from 0 to 65535
                    address: 127.0.2.1,     | ''                        | 8:36: domains[0].mx[0].script: needs an address beside it
                    script: own             | script6: own              | 8:56: domains[0].mx[0].script6: needs an address beside it
                    script: own             | address6: 192.0.2.1       | 8:57: domains[0].mx[0].address6: '192.0.2.1' is no loopback address: 127.0.0.0/8 or ::1
                    tls: none               | clients: {x: 554 No}      | 11:18: scripts.own.clients.x: 'x' is no address like 127.0.0.2
                    script: own             | script: other             | 8:55: domains[0].mx[0].script: there is no script 'other' among the scripts
                    script: own             | host: a.test              | 8:47: domains[0].mx[0].host: is given in line 8 already; allowed: once
                    tls: none               | tls: perhaps              | 11:10: scripts.own.tls: 'perhaps' is none of none, good, expired, wrong_name, self_signed, broken, implicit, implicit_expired
                    tls: none               | delay: 1h                 | 11:12: scripts.own.delay: '1h' is no time like 500ms, 20s or 2m, of at most 10m
                    tls: none               | delay: 11m                | 11:12: scripts.own.delay: '11m' is no time like 500ms, 20s or 2m, of at most 10m
                    tls: none               | extensions: [STARTTLS]    | 11:18: scripts.own.extensions[0]: 'STARTTLS' is no extension like SIZE 1000; STARTTLS is offered by tls
                    tls: none               | data: 354 Go on           | 11:5: scripts.own.data: is no key here; allowed: tls
                    tls: none               | greylist: {tries: 2}      | 11:15: scripts.own.greylist: reply is missing
                    tls: none               | mail: {say: drop, raw: x} | 11:11: scripts.own.mail: say and raw exclude each other
                    tls: none               | mail: {after: 1s}         | 11:11: scripts.own.mail: say is missing
                    rcpt: 250 Ok            | rcpt: Ok                  | 12:11: scripts.own.rcpt: 'Ok' is no such line of a reply as
                    rcpt: 250 Ok            | rcpt: 150 Ok              | 12:11: scripts.own.rcpt: '150 Ok' is no such line of a reply as
                    rcpt: 250 Ok            | rcpt: 250-Ok              | 12:11: scripts.own.rcpt: '250-Ok' is no such line of a reply as
                    rcpt: 250 Ok            | rcpt: "250-Ok\\n251 Ok"   | 12:11: scripts.own.rcpt: '251 Ok' is no such line of a reply as
                    rcpt: 250 Ok            | rcpt: "250 Ok\\n250 Ok"   | 12:11: scripts.own.rcpt: '250 Ok' is no such line of a reply as
                    rcpt: 250 Ok            | rcpt: 250 {name}          | 12:11: scripts.own.rcpt: {name} is none of {host}, {client}, {helo}, {sender}, {recipient}
                    rcpt: 250 Ok            | rcpt: 250 <x>: y          | 12:18: (yaml): mapping values are not allowed here
                    rcpt: 250 Ok            | "rcpt: 250"               | 13:1: (yaml): while scanning a simple key, could not find expected ':'
                    """)
    void a_mistake_is_one_clear_line(String right, String wrong, String complaint)
            throws IOException {
        String mistake = mistakeIn(WORLD.replace(right, wrong));

        assertThat(mistake).startsWith("world.yaml:" + complaint).doesNotContain("\n");
    }

    @Test
    void a_domain_says_in_one_way_where_mail_goes() throws IOException {
        assertThat(mistakeIn(WORLD.replace("    mx:", "    dns: nxdomain\n    mx:")))
                .isEqualTo(
                        "world.yaml:4:5: domains[0]: just one of mx, dns and address says where mail goes");
    }

    @Test
    void an_empty_list_is_not_the_null_mx() throws IOException {
        assertThat(
                        mistakeIn(
                                WORLD.replace("    mx:\n", "    mx: []\n")
                                        .replaceAll(".*mx.x.test.*\n", "")))
                .isEqualTo(
                        "world.yaml:7:9: domains[0].mx: names no host; a domain that takes no mail has dns: null_mx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    host: mx.x.test, address: 127.0.2.2      | 9:16: domains[0].mx[1].host: 'mx.x.test' is taken further up already
                    host: mx.y.test, address: 127.0.2.1      | 9:36: domains[0].mx[1].address: '127.0.2.1' is taken further up already
                    """)
    void hosts_and_addresses_stand_once(String second, String complaint) throws IOException {
        String mistake = mistakeIn(WORLD.replace("scripts:", "      - {" + second + "}\nscripts:"));

        assertThat(mistake).isEqualTo("world.yaml:" + complaint);
    }

    @Test
    void limits_can_be_set_but_not_lifted() throws Exception {
        String limited =
                WORLD + "limits: {connections: 3, idle: 2s, conversation: 1m, dialogues: 4}\n";
        SandboxWorld world =
                WorldFile.read(Files.writeString(folder.resolve("world.yaml"), limited));

        assertThat(world.limits())
                .isEqualTo(
                        new SandboxWorld.Limits(
                                3, Duration.ofSeconds(2), Duration.ofMinutes(1), 4));
        assertThat(mistakeIn(limited.replace("2s", "0s")))
                .isEqualTo("world.yaml:13:32: limits.idle: must be longer than 0");
    }

    @Test
    void an_empty_file_is_told() throws IOException {
        assertThat(mistakeIn("# nothing\n"))
                .isEqualTo("world.yaml:1:1: (file): is empty; allowed: a configuration");
    }

    @Test
    void a_file_in_another_encoding_is_told() throws IOException {
        Path file = Files.writeString(folder.resolve("latin.yaml"), "dns: ü", ISO_8859_1);

        assertThatThrownBy(() -> WorldFile.read(file))
                .isInstanceOf(WorldFileException.class)
                .hasMessage(file + ":1:6: (file): is not UTF-8 from here on; allowed: UTF-8");
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        assertThatThrownBy(() -> WorldFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(WorldFileException.class)
                .hasMessageEndingWith(
                        "none.yaml:1:1: (file): does not exist; allowed: a YAML file that can be"
                                + " read");
    }
}
