package io.rcptwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.Timeouts;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Our side of the tests on loopback, with short times. */
final class Client {
    static final String HOST = "mx1.example.test";
    static final Command EHLO = new Command.Ehlo("probe.example.net");
    static final Command RCPT = new Command.Rcpt("seed@example.com");
    static final Command QUIT = new Command.Quit();
    static final Duration FAREWELL = Duration.ofSeconds(5);

    private Client() {}

    static Timeouts timeouts(int banner, int reply, int conversation) {
        return new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofMillis(banner),
                Duration.ofMillis(reply),
                Duration.ofMillis(conversation));
    }

    /** Time enough. */
    static Timeouts patient() {
        return timeouts(5_000, 5_000, 20_000);
    }

    static Connection connect(InetSocketAddress address, Timeouts timeouts) throws FaultException {
        return connect(address, timeouts, List.of());
    }

    static Connection connect(
            InetSocketAddress address, Timeouts timeouts, List<X509Certificate> authorities)
            throws FaultException {
        return connect(address, timeouts, new TlsClient(authorities));
    }

    static Connection connect(InetSocketAddress address, Timeouts timeouts, TlsClient tls)
            throws FaultException {
        return new SocketConnector(tls, new Shutdown())
                .connect(HOST, address, Optional.empty(), timeouts);
    }

    static Fault fault(ThrowingCallable call) {
        FaultException thrown = catchThrowableOfType(FaultException.class, call);
        assertThat(thrown).as("a fault").isNotNull();
        return thrown.fault();
    }

    /** The call, whose fault must be of that kind and come so many milliseconds from now. */
    static void failsAfter(Fault.Kind kind, int earliest, int latest, ThrowingCallable call) {
        long start = System.nanoTime();
        assertThat(fault(call).kind()).isEqualTo(kind);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(earliest), Duration.ofMillis(latest));
    }
}
