package io.rcptwatch.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Sockets that have to share one port number, which may be left to chance. */
final class Ports {
    private static final int TRIES = 50;
    private static final int BACKLOG = 1_024;

    private Ports() {}

    /** The two ends of a DNS server. */
    record Dns(DatagramSocket udp, ServerSocket tcp) implements Closeable {
        InetSocketAddress address() {
            return (InetSocketAddress) tcp.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            udp.close();
            tcp.close();
        }
    }

    /**
     * Listens on all addresses at the same port.
     *
     * @param port 0: one that is free on all of them
     * @throws IOException naming the address at which it is impossible
     */
    static List<ServerSocket> listen(List<InetAddress> addresses, int port) throws IOException {
        return attempt(port, () -> listenOnce(addresses, port));
    }

    /** Takes the same port for UDP and TCP; port 0: a free one. */
    static Dns dns(InetSocketAddress address) throws IOException {
        return attempt(address.getPort(), () -> dnsOnce(address));
    }

    private interface Binding<T> {
        T bind() throws IOException;
    }

    /** A port that was left to chance and is taken elsewhere is worth another draw. */
    private static <T> T attempt(int port, Binding<T> binding) throws IOException {
        for (int again = port == 0 ? TRIES : 0; ; again--) {
            try {
                return binding.bind();
            } catch (IOException e) {
                if (again == 0) {
                    throw e;
                }
            }
        }
    }

    private static List<ServerSocket> listenOnce(List<InetAddress> addresses, int port)
            throws IOException {
        List<ServerSocket> listeners = new ArrayList<>();
        try {
            int common = port;
            for (InetAddress address : addresses) {
                ServerSocket listener = listen(new InetSocketAddress(address, common));
                listeners.add(listener);
                common = listener.getLocalPort();
            }
            return listeners;
        } catch (IOException e) {
            for (ServerSocket listener : listeners) {
                listener.close();
            }
            throw e;
        }
    }

    private static Dns dnsOnce(InetSocketAddress address) throws IOException {
        ServerSocket tcp = listen(address);
        try {
            return new Dns(
                    new DatagramSocket(
                            new InetSocketAddress(address.getAddress(), tcp.getLocalPort())),
                    tcp);
        } catch (IOException e) {
            tcp.close();
            throw impossible(address, e);
        }
    }

    /**
     * Listens there.
     *
     * @throws IOException naming the address
     */
    static ServerSocket listen(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.bind(address, BACKLOG);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw impossible(address, e);
        }
    }

    private static IOException impossible(InetSocketAddress address, IOException cause) {
        String where = address.getAddress().getHostAddress() + " port " + address.getPort();
        return new IOException("cannot listen at " + where + ": " + cause.getMessage(), cause);
    }
}
