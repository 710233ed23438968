package io.rcptwatch.wire;

import static io.rcptwatch.wire.Client.HOST;
import static io.rcptwatch.wire.Client.failsAfter;
import static io.rcptwatch.wire.Client.fault;
import static io.rcptwatch.wire.Client.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class ConnectTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Shutdown shutdown = new Shutdown();
    private final SocketConnector connector =
            new SocketConnector(new TlsClient(List.of()), shutdown);

    @Test
    void where_nobody_listens_the_connection_failed() throws Exception {
        InetSocketAddress address;
        try (ServerSocket closedSoon = listening(1)) {
            address = (InetSocketAddress) closedSoon.getLocalSocketAddress();
        }
        assertThat(fault(() -> connect(address, Optional.empty(), patient())))
                .isEqualTo(new Fault(Fault.Kind.CONNECT_FAILED, "Connection refused"));
    }

    @Test
    void where_nobody_answers_the_connection_times_out() throws Exception {
        try (Full full = new Full()) {
            Timeouts timeouts = new Timeouts(SHORT, LONG, LONG, LONG);
            failsAfter(
                    Fault.Kind.CONNECT_TIMEOUT,
                    250,
                    5_000,
                    () -> connect(full.address(), Optional.empty(), timeouts));
        }
    }

    @Test
    void connecting_is_part_of_the_conversation() throws Exception {
        try (Full full = new Full()) {
            Timeouts timeouts = new Timeouts(LONG, LONG, LONG, SHORT);
            failsAfter(
                    Fault.Kind.CONNECT_TIMEOUT,
                    250,
                    5_000,
                    () -> connect(full.address(), Optional.empty(), timeouts));
        }
    }

    @Test
    void it_comes_from_the_source_address() throws Exception {
        InetAddress source = InetAddress.getByName("127.0.0.2");
        try (LoopbackServer server = new LoopbackServer(talk -> talk.say("220 " + talk.peer()));
                Connection connection = connect(server.address(), Optional.of(source), patient())) {
            assertThat(connection.greeting().text()).isEqualTo("/127.0.0.2");
        }
    }

    @Test
    void a_source_address_that_this_machine_lacks_is_our_own_fault() throws Exception {
        InetAddress source = InetAddress.getByName("192.0.2.10");
        try (ServerSocket server = listening(1)) {
            InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            assertThat(fault(() -> connect(address, Optional.of(source), patient())).kind())
                    .isEqualTo(Fault.Kind.LOCAL_ERROR);
        }
    }

    @Test
    void who_is_stopping_connects_no_more() throws Exception {
        shutdown.begin();
        try (ServerSocket server = listening(1)) {
            InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            assertThat(fault(() -> connect(address, Optional.empty(), patient())).kind())
                    .isEqualTo(Fault.Kind.LOCAL_ERROR);
            server.setSoTimeout(50);
            assertThat(catchThrowable(server::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private Connection connect(
            InetSocketAddress address, Optional<InetAddress> source, Timeouts timeouts)
            throws FaultException {
        return connector.connect(HOST, address, source, timeouts);
    }

    private static ServerSocket listening(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    /** A port whose queue is full: the kernel drops each further SYN, as a firewall does. */
    private static final class Full implements AutoCloseable {
        private final ServerSocket listener = listening(1);
        private final List<Socket> queued = new ArrayList<>();

        Full() throws IOException {
            while (queueOneMore()) {
                assertThat(queued).hasSizeLessThan(10);
            }
        }

        private boolean queueOneMore() throws IOException {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(address(), 100);
                return true;
            } catch (SocketTimeoutException _) {
                return false;
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queued) {
                socket.close();
            }
            listener.close();
        }
    }
}
