package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The DNS of the shipped world, asked over sockets. */
class DnsServerTest {
    @SuppressWarnings("NullAway.Init")
    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Worlds.start(Worlds.shipped());
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    }

    private static SimpleResolver resolver(Sandbox asked) {
        SimpleResolver resolver = new SimpleResolver(asked.dnsAddress());
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver;
    }

    private static Message ask(String name, int type) throws IOException {
        return resolver(sandbox).send(query(name, type));
    }

    private static List<String> answers(Message reply) {
        return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    second-mx.test.             | MX  | 10 mx1.second-mx.test., 20 mx2.second-mx.test.
                    SECOND-mx.Test.             | MX  | 10 mx1.second-mx.test., 20 mx2.second-mx.test.
                    blocks-google.test.         | MX  | 10 gmail-smtp-in.l.google.com.
                    gmail-smtp-in.l.google.com. | A   | 127.0.1.11
                    mx1.second-mx.test.         | A   | 127.0.1.5
                    no-mx.test.                 | A   | 127.0.1.4
                    no-mx.test.                 | ANY | 127.0.1.4
                    null-mx.test.               | MX  | 0 .
                    """)
    void knows_the_world(String name, String type, String data) throws IOException {
        for (boolean tcp : new boolean[] {false, true}) {
            SimpleResolver resolver = resolver(sandbox);
            resolver.setTCP(tcp);
            Message reply = resolver.send(query(name, Type.value(type)));

            // RFC 4343 §4: where a name is compressed, it comes back in the case of the question.
            assertThat(String.join(", ", answers(reply))).isEqualToIgnoringCase(data);
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nxdomain.test., MX, NXDOMAIN",
        "a.name.below.nxdomain.test., A, NXDOMAIN",
        "nobody-ever-heard-of.example., MX, NXDOMAIN",
        "servfail.test., MX, SERVFAIL",
        "_mta-sts.servfail.test., TXT, SERVFAIL",
        "no-mx.test., MX, NOERROR",
        "mx.accepts.test., AAAA, NOERROR",
        "mx.no-address.test., A, NOERROR",
        "accepts.test., A, NOERROR",
        "l.google.com., A, NOERROR",
        "test., SOA, NOERROR"
    })
    void has_no_records_of_it(String name, String type, String rcode) throws IOException {
        Message reply = ask(name, Type.value(type));

        assertThat(Rcode.string(reply.getRcode())).isEqualTo(rcode);
        assertThat(answers(reply)).isEmpty();
    }

    @Test
    void what_does_not_exist_may_be_remembered_for_a_few_seconds() throws IOException {
        assertThat(ask("nxdomain.test.", Type.MX).getSection(Section.AUTHORITY))
                .singleElement()
                .satisfies(soa -> assertThat(soa.getType()).isEqualTo(Type.SOA))
                .satisfies(soa -> assertThat(soa.getTTL()).isBetween(1L, 10L));
    }

    @Test
    void one_that_times_out_says_nothing() {
        SimpleResolver resolver = resolver(sandbox);
        resolver.setTimeout(Duration.ofMillis(300));

        assertThatThrownBy(() -> resolver.send(query("dns-timeout.test.", Type.MX)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("imed out");
    }

    @Test
    void one_that_refuses_says_so() throws IOException {
        SandboxWorld world =
                Worlds.of(
                        """
                        dns: 127.0.0.1:0
                        port: 0
                        domains:
                          - domain: refused.test
                            description: For a test.
                            expect: {status: inconclusive, outcomes: [dns_error]}
                            dns: refused
                        scripts: {}
                        """);
        try (Sandbox refusing = Worlds.start(world)) {
            assertThat(resolver(refusing).send(query("refused.test.", Type.MX)).getRcode())
                    .isEqualTo(Rcode.REFUSED);
        }
    }

    @Test
    void a_long_answer_comes_by_tcp() throws IOException {
        String hosts =
                IntStream.range(0, 100)
                        .mapToObj(i -> "      - {host: mail-host-%d.long.test}\n".formatted(i))
                        .collect(Collectors.joining());
        SandboxWorld world =
                Worlds.of(
                        """
                        dns: 127.0.0.1:0
                        port: 0
                        domains:
                          - domain: long.test
                            description: For a test.
                            expect: {status: unreachable, outcomes: [domain_unroutable]}
                            mx:
                        %s
                        scripts: {}
                        """
                                .formatted(hosts));
        try (Sandbox wordy = Worlds.start(world)) {
            SimpleResolver udp = resolver(wordy);
            udp.setIgnoreTruncation(true);
            Message truncated = udp.send(query("long.test.", Type.MX));

            assertThat(truncated.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(truncated.numBytes()).isLessThanOrEqualTo(1_232);
            assertThat(answers(resolver(wordy).send(query("long.test.", Type.MX)))).hasSize(100);
        }
    }

    @Test
    void several_questions_fit_in_one_connection() throws IOException {
        try (Socket socket = connect()) {
            assertThat(answers(overTcp(socket, query("accepts.test.", Type.MX)))).hasSize(1);
            assertThat(answers(overTcp(socket, query("mx.accepts.test.", Type.A)))).hasSize(1);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(sandbox.dnsAddress(), 5_000);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static Message overTcp(Socket socket, Message query) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] wire = query.toWire();
        out.writeShort(wire.length);
        out.write(wire);
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    @Test
    void other_requests_are_not_implemented() throws IOException {
        Message query = query("accepts.test.", Type.MX);
        query.getHeader().setOpcode(Opcode.STATUS);

        assertThat(resolver(sandbox).send(query).getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @Test
    void what_is_no_message_is_a_format_error() throws IOException {
        byte[] query = query("accepts.test.", Type.MX).toWire();
        query[12] = 63; // the first label's length: longer than the message

        assertThat(overUdp(query)[3] & 0xf).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void two_questions_at_once_are_a_format_error() throws IOException {
        Message query = query("accepts.test.", Type.MX);
        query.addRecord(
                Record.newRecord(Name.fromString("no-mx.test."), Type.A, DClass.IN),
                Section.QUESTION);

        assertThat(overUdp(query.toWire())[3] & 0xf).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void an_answer_is_not_answered() throws IOException {
        Message answer = query("accepts.test.", Type.MX);
        answer.getHeader().setFlag(Flags.QR);

        assertThatThrownBy(() -> overUdp(answer.toWire()))
                .isInstanceOf(SocketTimeoutException.class);
    }

    private static byte[] overUdp(byte[] query) throws IOException {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.setSoTimeout(500);
            socket.send(new DatagramPacket(query, query.length, sandbox.dnsAddress()));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(answer);
            return answer.getData();
        }
    }

    @Test
    void survives_garbage_over_udp() throws IOException {
        Random random = new Random(1);
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[random.nextInt(1_500)];
                random.nextBytes(garbage);
                socket.send(new DatagramPacket(garbage, garbage.length, sandbox.dnsAddress()));
            }
        }
        assertThat(answersAtLast()).isTrue();
    }

    @Test
    void survives_damaged_queries_over_udp() throws IOException {
        Random random = new Random(2);
        byte[] query = query("accepts.test.", Type.MX).toWire();
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < 2_000; i++) {
                byte[] damaged = query.clone();
                for (int b = 0; b < 3; b++) {
                    damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt(256);
                }
                socket.send(new DatagramPacket(damaged, damaged.length, sandbox.dnsAddress()));
            }
        }
        assertThat(answersAtLast()).isTrue();
    }

    /** After a flood the system may drop a query or two, as UDP allows. */
    private static boolean answersAtLast() throws IOException {
        SimpleResolver resolver = resolver(sandbox);
        resolver.setTimeout(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            try {
                return answers(resolver.send(query("accepts.test.", Type.MX))).size() == 1;
            } catch (IOException _) {
                // Dropped: ask again.
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 100, 65_535})
    void survives_garbage_over_tcp(int length) throws IOException {
        try (Socket socket = connect()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] garbage = new byte[length];
            new Random(3).nextBytes(garbage);
            out.writeShort(length);
            out.write(garbage);
        }
        assertThat(answers(ask("accepts.test.", Type.MX))).hasSize(1);
    }

    @Test
    void lets_only_so_many_clients_keep_a_connection() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                silent.add(connect());
            }
            InputStream last = silent.getLast().getInputStream();
            assertThat(last.read()).isEqualTo(-1);
            assertThat(answers(ask("accepts.test.", Type.MX))).hasSize(1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
