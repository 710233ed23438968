package io.rcptwatch.mtasts;

import static io.rcptwatch.mtasts.PolicyServer.page;
import static io.rcptwatch.mtasts.PolicyServer.policy;
import static io.rcptwatch.mtasts.StsWorld.POLICY;
import static io.rcptwatch.smtp.TlsProblem.STS_POLICY_FETCH_ERROR;
import static io.rcptwatch.smtp.TlsProblem.STS_POLICY_INVALID;
import static io.rcptwatch.smtp.TlsProblem.STS_WEBPKI_INVALID;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.wire.TestCertificates;
import io.rcptwatch.wire.TestCertificates.Holder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy host, good and bad: what a domain's MTA-STS comes to, and which fault is reported. */
class PolicyFetchTest {
    private static final String HOST = "mta-sts.example.test";

    private static void faulty(HttpHandler handler, TlsProblem problem, String detail)
            throws Exception {
        try (StsWorld world = StsWorld.serving(handler)) {
            faulty(world, problem, detail);
        }
    }

    private static void faulty(StsWorld world, TlsProblem problem, String detail) {
        StsState state = world.ask();
        assertThat(state.fault()).contains(new TlsTrouble(problem, detail));
        // RFC 8461 §3.3: mail goes as if there were no MTA-STS.
        assertThat(state.mode()).isEqualTo(StsMode.FAULTY);
        assertThat(state.enforced()).isFalse();
        assertThat(state.allows("anywhere.test")).isTrue();
    }

    @Test
    void a_good_policy_is_in_force() throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            StsState state = world.ask();
            assertThat(state)
                    .isInstanceOfSatisfying(
                            StsState.InForce.class,
                            it -> {
                                assertThat(it.id()).isEqualTo("1");
                                assertThat(it.expiry())
                                        .isEqualTo(world.now().plus(Duration.ofDays(7)));
                                assertThat(it.trouble()).isEmpty();
                            });
            assertThat(state.enforced()).isTrue();
            assertThat(state.mode().label()).isEqualTo("enforce");
            assertThat(state.allows("MX1.example.test")).isTrue();
            assertThat(state.allows("a.mail.example.test")).isTrue();
            assertThat(state.allows("mx2.example.test")).isFalse();
            assertThat(world.server.requests())
                    .containsExactly(
                            "GET /.well-known/mta-sts.txt for " + HOST + " from Rcptwatch/test");
        }
    }

    @ParameterizedTest
    @CsvSource({"testing, TESTING", "none, NONE"})
    void a_policy_that_is_not_enforced_demands_nothing(String mode, StsMode expected)
            throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY.replace("enforce", mode)))) {
            StsState state = world.ask();
            assertThat(state.mode()).isEqualTo(expected);
            assertThat(state.enforced()).isFalse();
            assertThat(state.allows("mx2.example.test")).isEqualTo(expected == StsMode.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=utf-8", "Text/Plain;x", "text/plain ; charset=x"})
    void parameters_of_the_type_are_ignored(String type) throws Exception {
        try (StsWorld world = StsWorld.serving(page(200, type, POLICY.getBytes(UTF_8)))) {
            assertThat(world.ask().enforced()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/octet-stream", "text/plainer", ""})
    void a_policy_of_the_wrong_type_is_invalid(String type) throws Exception {
        faulty(
                page(200, type, POLICY.getBytes(UTF_8)),
                STS_POLICY_INVALID,
                "the policy's type is not text/plain");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void a_redirect_is_a_fetch_error_and_not_followed(int status) throws Exception {
        HttpHandler redirect =
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/elsewhere");
                    page(status, "text/plain", POLICY.getBytes(UTF_8)).handle(exchange);
                };
        try (StsWorld world = StsWorld.serving(redirect)) {
            faulty(world, STS_POLICY_FETCH_ERROR, HOST + " answers with the status " + status);
            assertThat(world.fetches()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 203, 204, 206, 304, 401, 404, 500, 503})
    void every_status_but_200_is_a_fetch_error(int status) throws Exception {
        byte[] body = status == 204 || status == 304 ? new byte[0] : POLICY.getBytes(UTF_8);
        faulty(
                page(status, "text/plain", body),
                STS_POLICY_FETCH_ERROR,
                HOST + " answers with the status " + status);
    }

    @Test
    void a_policy_of_64_kilobytes_is_read() throws Exception {
        String filler = "x: " + "y".repeat(64 * 1024 - POLICY.length() - 4) + "\n";
        try (StsWorld world = StsWorld.serving(policy(filler + POLICY))) {
            assertThat(world.ask().enforced()).isTrue();
        }
    }

    @Test
    void an_oversized_policy_is_a_fetch_error() throws Exception {
        String filler = "x: " + "y".repeat(64 * 1024 - POLICY.length() - 3) + "\n";
        faulty(
                policy(filler + POLICY),
                STS_POLICY_FETCH_ERROR,
                HOST + ": longer than 65536 octets");
    }

    @Test
    void an_endless_policy_is_a_fetch_error() throws Exception {
        faulty(
                exchange -> {
                    OutputStream body = begin(exchange);
                    byte[] line = "x: y\n".repeat(1000).getBytes(UTF_8);
                    while (true) {
                        body.write(line);
                    }
                },
                STS_POLICY_FETCH_ERROR,
                HOST + ": longer than 65536 octets");
    }

    @Test
    void a_dribbling_policy_is_a_fetch_error_when_the_time_is_up() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpHandler dribbling =
                exchange -> {
                    OutputStream body = begin(exchange);
                    while (!awaited(over, 50)) {
                        body.write('x');
                        body.flush();
                    }
                };
        long start = System.nanoTime();
        faulty(dribbling, STS_POLICY_FETCH_ERROR, HOST + ": no whole answer within 2.0 s");
        over.countDown();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(StsWorld.LIMIT, StsWorld.LIMIT.plusSeconds(8));
    }

    private static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static boolean awaited(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    @Test
    void a_policy_that_breaks_off_is_a_fetch_error() throws Exception {
        HttpHandler half =
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, POLICY.length() + 1L);
                    exchange.getResponseBody().write(POLICY.getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    throw new IOException("the connection is dropped");
                };
        try (StsWorld world = StsWorld.serving(half)) {
            assertThat(world.ask().fault().map(TlsTrouble::problem))
                    .contains(STS_POLICY_FETCH_ERROR);
        }
    }

    @Test
    void a_policy_that_is_not_utf_8_is_invalid() throws Exception {
        faulty(
                page(200, "text/plain", (POLICY + "x: gr\u00fcn\n").getBytes(ISO_8859_1)),
                STS_POLICY_INVALID,
                "the policy is not UTF-8");
    }

    @Test
    void a_policy_without_mode_is_invalid() throws Exception {
        faulty(
                policy(POLICY.replace("mode: enforce\n", "")),
                STS_POLICY_INVALID,
                "the policy has no mode");
    }

    @Test
    void an_expired_certificate_is_webpki_invalid() throws Exception {
        Holder authority = TestCertificates.authority();
        bad(authority, host(authority, Duration.ofDays(-1), HOST), "certificate-expired");
    }

    @Test
    void a_certificate_for_another_name_is_webpki_invalid() throws Exception {
        Holder authority = TestCertificates.authority();
        Holder other = host(authority, Duration.ofDays(9), "example.test");
        bad(authority, other, "certificate-host-mismatch");
    }

    @Test
    void a_self_signed_certificate_is_webpki_invalid() throws Exception {
        Holder authority = TestCertificates.authority();
        Holder own = TestCertificates.selfSigned(Duration.ofDays(9), HOST);
        bad(authority, own, "certificate-not-trusted");
    }

    @Test
    void a_certificate_by_an_unknown_authority_is_webpki_invalid() throws Exception {
        Holder stranger = TestCertificates.authority();
        Holder signed = host(stranger, Duration.ofDays(9), HOST);
        bad(TestCertificates.authority(), signed, "certificate-not-trusted");
    }

    @Test
    void a_wildcard_certificate_will_do() throws Exception {
        Holder authority = TestCertificates.authority();
        Holder wildcard = host(authority, Duration.ofDays(9), "*.example.test");
        try (StsWorld world = StsWorld.showing(authority, wildcard)) {
            assertThat(world.ask().enforced()).isTrue();
        }
    }

    private static Holder host(Holder authority, Duration validity, String name) throws Exception {
        return TestCertificates.host(authority, validity, TestCertificates.dns(name));
    }

    private static void bad(Holder authority, Holder certificate, String why) throws Exception {
        try (StsWorld world = StsWorld.showing(authority, certificate)) {
            faulty(world, STS_WEBPKI_INVALID, "the certificate of " + HOST + ": " + why);
            assertThat(world.fetches()).as("nothing is asked of a stranger").isZero();
        }
    }

    @Test
    void a_policy_host_that_takes_no_connection_is_a_fetch_error() throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            world.server.close();
            assertThat(world.ask().fault().map(TlsTrouble::problem))
                    .contains(STS_POLICY_FETCH_ERROR);
        }
    }

    @Test
    void the_next_address_is_tried_where_one_takes_no_connection() throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            world.dns.saying(HOST, HOST + ". 0 IN A 127.0.0.9", HOST + ". 0 IN A 127.0.0.1");
            assertThat(world.ask().enforced()).isTrue();
        }
    }

    @Test
    void a_policy_host_without_address_is_a_fetch_error() throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            world.dns.saying(HOST);
            faulty(world, STS_POLICY_FETCH_ERROR, HOST + " has no address");
        }
    }

    @Test
    void a_policy_host_on_a_private_address_is_not_asked() throws Exception {
        try (StsWorld world = StsWorld.refusingPrivateAddresses()) {
            faulty(
                    world,
                    STS_POLICY_FETCH_ERROR,
                    HOST + " has only addresses that nobody outside can reach");
            assertThat(world.fetches()).isZero();
        }
    }

    @Test
    void a_policy_host_whose_address_the_dns_does_not_tell_is_unknown_not_faulty()
            throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            world.dns.refusing(HOST, 2);
            assertThat(world.ask()).isInstanceOf(StsState.Unknown.class);
        }
    }

    @Test
    void our_own_stopping_is_no_fault_of_the_domain() throws Exception {
        try (StsWorld world = StsWorld.serving(policy(POLICY))) {
            world.shutdown.begin();
            world.server.close();
            StsState state = world.ask();
            assertThat(state).isInstanceOf(StsState.Unknown.class);
            assertThat(state.fault()).isEqualTo(Optional.empty());
        }
    }
}
