package io.rcptwatch.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeRequest;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.wire.Shutdown;
import io.rcptwatch.wire.SocketConnector;
import io.rcptwatch.wire.TlsClient;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a real server as our agent does, and reads in its log how that looked from there. */
record Asker(MailServer server, LogCheck check) {
    /** Whom every server here knows. */
    static final MailAddress SEED = new MailAddress("seed", "example.test");

    private static final Identity IDENTITY =
            new Identity(
                    "default",
                    "probe.example.net",
                    new MailAddress("probe", "example.net"),
                    Optional.empty(),
                    List.of());
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Timeouts TIMEOUTS = new Timeouts(STEP, STEP, STEP, Duration.ofSeconds(30));

    /** With TLS where it is offered. */
    Heard ask(String service) {
        return ask(service, TlsMode.OPPORTUNISTIC);
    }

    Heard ask(String service, MailAddress recipient) {
        return ask(question(service, recipient, TlsMode.OPPORTUNISTIC));
    }

    Heard ask(String service, TlsMode tls, X509Certificate... trusted) {
        return ask(question(service, SEED, tls), trusted);
    }

    private Heard ask(ProbeRequest question, X509Certificate... trusted) {
        Heard heard = overhear(question, 1, trusted);
        assertThat(check.complaints(heard.log())).isEmpty();
        return heard;
    }

    /** Asks without a look at the manners, where it takes so many connections. */
    Heard askOn(int connections, String service, TlsMode tls, X509Certificate... trusted) {
        return overhear(question(service, SEED, tls), connections, trusted);
    }

    private Heard overhear(ProbeRequest question, int connections, X509Certificate... trusted) {
        TlsClient tls = new TlsClient(List.of(trusted));
        Prober prober = new Prober(new SocketConnector(tls, new Shutdown()));
        int before = server.log().size();
        Conversation conversation = prober.probe(question, Listener.NONE);
        return new Heard(conversation, log(before, connections));
    }

    private List<String> log(int before, int connections) {
        List<String> log = server.logBehind(before, lines -> check.ends(lines) >= connections);
        assertThat(check.ends(log)).as("%s", log).isEqualTo(connections);
        return log;
    }

    private ProbeRequest question(String service, MailAddress recipient, TlsMode tls) {
        return new ProbeRequest(
                MailServer.HOST,
                server.address(service),
                IDENTITY,
                recipient,
                TlsDemand.of(tls),
                TIMEOUTS);
    }

    /** The complaints about a client that connects from another address than we do. */
    List<String> complaintsAbout(RudeClient client, String service) throws IOException {
        int before = server.log().size();
        client.connect(server.address(service));
        return check.complaints(log(before, 1));
    }
}
