package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.TLS_FAILED;
import static io.rcptwatch.wire.Client.HOST;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.fault;
import static io.rcptwatch.wire.Client.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.TlsMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS from the first byte: RFC 8314 §3.3. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class ImplicitTlsTest {
    private final TlsLibrary library;

    ImplicitTlsTest(TlsLibrary library) {
        this.library = library;
    }

    @Test
    void the_handshake_comes_before_the_greeting() throws Exception {
        TestCertificates.Holder authority = TestCertificates.authority();
        SSLContext tls =
                TestCertificates.host(authority, Duration.ofDays(3), TestCertificates.dns(HOST))
                        .server();
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.secure(tls);
                            talk.greet("STARTTLS");
                            talk.hear("MAIL FROM:<probe@example.net>");
                            talk.say("530 5.7.0 Authentication required");
                            talk.hear("QUIT");
                            talk.say("221 bye");
                            talk.end();
                        })) {
            Prober prober =
                    new Prober(
                            new SocketConnector(
                                    new TlsClient(TestCertificates.trusting(authority), library),
                                    new Shutdown()));
            Conversation conversation =
                    prober.probe(
                            ConversationTest.question(server.address(), TlsMode.IMPLICIT),
                            Listener.NONE);
            assertThat(conversation.ending())
                    .isEqualTo(
                            new ProbeEnd.Replied(
                                    Phase.MAIL, Reply.of(530, "5.7.0 Authentication required")));
            assertThat(conversation.tls().orElseThrow().verified()).isTrue();
            assertThat(server.log().getFirst()).isEqualTo("TLS");
        }
    }

    @Test
    void a_greeting_in_clear_is_no_tls_even_where_it_is_there_already() throws Exception {
        CountDownLatch greeted = new CountDownLatch(1);
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.say("220 mx1.example.test ESMTP");
                                    greeted.countDown();
                                    talk.drain();
                                });
                Connection connection =
                        connect(server.address(), patient(), new TlsClient(List.of(), library))) {
            greeted.await();
            assertThat(fault(() -> connection.handshake(true)).kind()).isEqualTo(TLS_FAILED);
        }
    }
}
