package io.rcptwatch.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A recursive DNS server on loopback, over UDP and TCP, that knows one zone file. */
public final class LoopbackDns implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Record SOA =
            record("test. 300 IN SOA ns.test. hostmaster.test. 1 7200 3600 1209600 300");

    private final Map<Name, List<Record>> zone = new HashMap<>();
    private final Map<Name, Function<Message, Optional<Message>>> scripts =
            new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    /** Serves the records of a zone file, each with its TTL, and denies all else below test. */
    public LoopbackDns(String... records) throws IOException {
        String text = String.join("\n", records) + "\n";
        try (Master file =
                new Master(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
                        Name.root)) {
            for (Record r = file.nextRecord(); r != null; r = file.nextRecord()) {
                zone.computeIfAbsent(r.getName(), _ -> new ArrayList<>()).add(r);
            }
        }
        tcp = new ServerSocket(0, 100, LOOPBACK);
        udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK);
        udp.setReceiveBufferSize(4 << 20);
        Thread.startVirtualThread(this::serveUdp);
        Thread.startVirtualThread(this::serveTcp);
    }

    /** One record as a zone file has it. */
    static Record record(String line) {
        try (Master file =
                new Master(
                        new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)),
                        Name.root)) {
            return file.nextRecord();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whatever is asked about that name, this is said; an empty answer is silence. */
    LoopbackDns on(String name, Function<Message, Optional<Message>> script) {
        scripts.put(name(name), script);
        return this;
    }

    public LoopbackDns silentOn(String name) {
        return on(name, _ -> Optional.empty());
    }

    public LoopbackDns refusing(String name, int rcode) {
        return on(
                name,
                query -> {
                    Message answer = answer(query);
                    answer.getHeader().setRcode(rcode);
                    return Optional.of(answer);
                });
    }

    /** Says exactly those records in the answer section, whether they fit the question or not. */
    public LoopbackDns saying(String name, String... records) {
        return on(
                name,
                query -> {
                    Message answer = answer(query);
                    for (String line : records) {
                        answer.addRecord(record(line), Section.ANSWER);
                    }
                    return Optional.of(answer);
                });
    }

    /** An answer to a query, without records. */
    static Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(LOOPBACK, tcp.getLocalPort());
    }

    /** What was asked so far, like {@code udp MX example.test}. */
    public List<String> queries() {
        return queries;
    }

    /** Asks this server; loopback may be contacted. */
    public DnsClient facts(Duration limit) {
        return new DnsClient(List.of(address()), limit, true);
    }

    MailRouter router() {
        return router(Duration.ofSeconds(10));
    }

    MailRouter router(Duration limit) {
        return new MailRouter(facts(limit), new Random(1));
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                int size = query.getOPT() == null ? 512 : query.getOPT().getPayloadSize();
                Optional<byte[]> answer = respond("udp", query, size);
                if (answer.isPresent()) {
                    udp.send(
                            new DatagramPacket(
                                    answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            requireClosed(e);
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                Socket client = tcp.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException e) {
            requireClosed(e);
        }
    }

    private void serve(Socket client) {
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                Optional<byte[]> answer = respond("tcp", new Message(query), Message.MAXLENGTH);
                if (answer.isPresent()) {
                    out.writeShort(answer.get().length);
                    out.write(answer.get());
                }
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private void requireClosed(IOException e) {
        if (!udp.isClosed()) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<byte[]> respond(String transport, Message query, int size) {
        Record question = query.getQuestion();
        queries.add(
                transport
                        + " "
                        + Type.string(question.getType())
                        + " "
                        + question.getName().toString(true));
        return scripts.getOrDefault(question.getName(), this::fromZone)
                .apply(query)
                .map(answer -> answer.toWire(size));
    }

    private Optional<Message> fromZone(Message query) {
        Message answer = answer(query);
        Name name = query.getQuestion().getName();
        for (int hop = 0; hop < 20; hop++) {
            List<Record> records = zone.getOrDefault(name, List.of());
            List<Record> fitting = ofType(records, query.getQuestion().getType());
            List<Record> aliases = ofType(records, Type.CNAME);
            fitting.forEach(r -> answer.addRecord(r, Section.ANSWER));
            if (!fitting.isEmpty()) {
                return Optional.of(answer);
            }
            if (aliases.isEmpty()) {
                return Optional.of(denial(answer, records.isEmpty()));
            }
            answer.addRecord(aliases.getFirst(), Section.ANSWER);
            name = ((CNAMERecord) aliases.getFirst()).getTarget();
        }
        return Optional.of(answer);
    }

    private static Message denial(Message answer, boolean noSuchName) {
        answer.getHeader().setRcode(noSuchName ? Rcode.NXDOMAIN : Rcode.NOERROR);
        answer.addRecord(SOA, Section.AUTHORITY);
        return answer;
    }

    private static List<Record> ofType(List<Record> records, int type) {
        return records.stream()
                .filter(r -> r.getType() == type && r.getDClass() == DClass.IN)
                .toList();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
