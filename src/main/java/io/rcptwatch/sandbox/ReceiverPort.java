package io.rcptwatch.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;

/** Where a receiver listens: open, but for the time in which nobody shall listen there. */
final class ReceiverPort implements Closeable {
    private final Receiver receiver;
    private final SandboxWorld.Limits limits;
    private final ExecutorService threads;
    private final InetSocketAddress address;
    private Acceptor acceptor;

    /** Opens it, over a bound socket. */
    ReceiverPort(
            Receiver receiver,
            ServerSocket listener,
            SandboxWorld.Limits limits,
            ExecutorService threads) {
        this.receiver = receiver;
        this.limits = limits;
        this.threads = threads;
        this.address = (InetSocketAddress) listener.getLocalSocketAddress();
        this.acceptor = open(listener);
    }

    private Acceptor open(ServerSocket listener) {
        Acceptor opened =
                new Acceptor(
                        listener, threads, limits.connections(), limits.conversation(), receiver);
        threads.execute(opened);
        return opened;
    }

    Receiver receiver() {
        return receiver;
    }

    int port() {
        return address.getPort();
    }

    /**
     * Has the receiver behave so from now on; conversations that go on do so as they began, unless
     * it goes dark.
     *
     * @throws IOException where somebody else listens there meanwhile: then it stays dark
     */
    synchronized void play(Behaviour behaviour) throws IOException {
        if (behaviour == Behaviour.DARK) {
            acceptor.close();
            receiver.play(behaviour);
        } else if (acceptor.closed()) {
            ServerSocket listener = Ports.listen(address);
            receiver.play(behaviour);
            acceptor = open(listener);
        } else {
            receiver.play(behaviour);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        acceptor.close();
    }
}
