package io.rcptwatch.sandbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;

/** Answers from a {@link SandboxZone} over UDP and TCP, whatever comes. */
final class DnsServer implements Runnable, Acceptor.Service {
    private static final int IDLE_MILLIS = 5_000;
    private static final int LONGEST_QUERY = 1_024;
    private static final int LONGEST_OVER_TCP = 65_535;
    private static final int PLAIN_UDP_PAYLOAD = 512; // RFC 1035 §4.2.1

    private final SandboxZone zone;
    private final DatagramSocket udp;

    DnsServer(SandboxZone zone, DatagramSocket udp) {
        this.zone = zone;
        this.udp = udp;
    }

    /** Answers over UDP until the socket is closed. */
    @Override
    public void run() {
        byte[] buffer = new byte[LONGEST_QUERY];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                answer(packet);
            } catch (IOException _) {
                // The socket was closed, or an answer could not be sent: the client will ask again.
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        Optional<byte[]> answer =
                answer(Arrays.copyOf(packet.getData(), packet.getLength()), false);
        if (answer.isPresent()) {
            packet.setData(answer.get());
            udp.send(packet);
        }
    }

    /** Answers over TCP until the client has no more questions (RFC 7766 §6.2.1). */
    @Override
    public void serve(Socket connection) throws IOException {
        connection.setSoTimeout(IDLE_MILLIS);
        DataInputStream in = new DataInputStream(connection.getInputStream());
        DataOutputStream out = new DataOutputStream(connection.getOutputStream());
        while (true) {
            int length = in.readUnsignedShort();
            Optional<byte[]> answer = answer(in.readNBytes(length), true);
            if (answer.isPresent()) {
                out.writeShort(answer.get().length);
                out.write(answer.get());
            }
        }
    }

    @Override
    public void refuse(Socket connection) {}

    private Optional<byte[]> answer(byte[] query, boolean tcp) {
        if (query.length < Header.LENGTH || isAnswer(query)) {
            return Optional.empty(); // answering answers would go on for ever
        }
        try {
            Message message = new Message(query);
            int longest = tcp ? LONGEST_OVER_TCP : udpPayload(message);
            return zone.answer(message).map(answer -> answer.toWire(longest));
        } catch (IOException _) {
            return Optional.of(formatError(query));
        }
    }

    private static boolean isAnswer(byte[] message) {
        return (message[2] & 0x80) != 0; // RFC 1035 §4.1.1: QR
    }

    private static int udpPayload(Message query) {
        OPTRecord edns = query.getOPT();
        int wanted = edns == null ? 0 : edns.getPayloadSize();
        return Math.clamp(wanted, PLAIN_UDP_PAYLOAD, SandboxZone.UDP_PAYLOAD);
    }

    private static byte[] formatError(byte[] query) {
        Message error = new Message(((query[0] & 0xff) << 8) | (query[1] & 0xff));
        error.getHeader().setFlag(Flags.QR);
        error.getHeader().setRcode(Rcode.FORMERR);
        return error.toWire();
    }
}
