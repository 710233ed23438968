package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the page of a domain tells that our own network blocks us: whom it concerns. */
@Timeout(30)
class EgressNoticeTest {
    private static final String HERE = "127.0.1.241";

    private ServerSocket open;
    private int closed;
    private EgressWatch egress;
    private Target there;

    @BeforeEach
    void look() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
            closed = socket.getLocalPort();
        }
        open = new ServerSocket(0, 9, InetAddress.ofLiteral(HERE));
        there = Samples.target("there.test", new HostPort("127.0.1.242", closed));
        EngineSettings settings =
                EngineParts.settings(
                        Samples.RESOLUTION,
                        Samples.politeness(5, 5, 50),
                        new Egress(
                                List.of(
                                        new HostPort(HERE, closed),
                                        new HostPort("127.0.1.243", closed)),
                                Duration.ofMinutes(5)),
                        List.of(there));
        egress =
                new EngineParts(settings, Environment.INTERNET, InstantSource.system())
                        .wiring(settings)
                        .egress();
        egress.start();
        while (egress.blocked(closed).isEmpty()) {
            Thread.sleep(20);
        }
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        open.close();
    }

    @Test
    void a_target_at_a_blocked_port_is_told_of_the_hosts_that_were_asked_there() {
        EgressNotice notice = EgressNotice.of(egress, there);

        assertThat(notice.points()).containsExactly("default over ip4");
        assertThat(notice.hosts()).containsExactly(HERE + ":" + closed, "127.0.1.243:" + closed);
        assertThat(EgressNotice.of(egress)).isEqualTo(notice);
    }

    @Test
    void a_target_at_another_port_is_told_nothing() {
        HostPort elsewhere = new HostPort("127.0.1.242", open.getLocalPort());

        assertThat(EgressNotice.of(egress, Samples.target("a.test", elsewhere)).points()).isEmpty();
        assertThat(EgressNotice.of(egress, Samples.target("b.test")).points()).isEmpty();
    }

    @Test
    void a_target_that_others_ask_about_is_told_nothing() {
        Target others = io.rcptwatch.report.Samples.target("c.test");
        Target asked =
                new Target(
                        others.domain(),
                        others.recipient(),
                        others.interval(),
                        closed,
                        others.tls(),
                        others.families(),
                        List.of(io.rcptwatch.report.Samples.identity("other")),
                        others.expect(),
                        others.timeouts(),
                        others.maxHosts(),
                        others.policies(),
                        List.of());

        assertThat(EgressNotice.of(egress, asked).points()).isEmpty();
    }
}
