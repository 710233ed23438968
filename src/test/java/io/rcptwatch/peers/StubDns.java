package io.rcptwatch.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** All the DNS that a mail server under test may ask: some records, and no other name exists. */
final class StubDns implements AutoCloseable {
    /** The system's resolver knows no other port. */
    private static final int PORT = 53;

    private final List<Record> records;
    private final DatagramSocket socket;

    private StubDns(List<Record> records, DatagramSocket socket) {
        this.records = records;
        this.socket = socket;
    }

    static StubDns start(InetAddress address, List<Record> records) throws IOException {
        StubDns dns = new StubDns(records, new DatagramSocket(PORT, address));
        Thread.ofVirtual().start(dns::serve);
        return dns;
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                packet.setData(answer(Arrays.copyOf(buffer, packet.getLength())).toWire());
                socket.send(packet);
            } catch (IOException _) {
                // Closed, or not a query: either way there is nobody to answer.
            }
        }
    }

    private Message answer(byte[] query) throws IOException {
        Message answer = new Message(query);
        Record question = answer.getQuestion();
        answer.removeAllRecords(Section.ADDITIONAL);
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        records.stream()
                .filter(r -> r.getName().equals(question.getName()))
                .filter(r -> r.getType() == question.getType())
                .forEach(r -> answer.addRecord(r, Section.ANSWER));
        boolean exists = records.stream().anyMatch(r -> r.getName().equals(question.getName()));
        answer.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
