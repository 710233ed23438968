package io.rcptwatch.peers;

import static io.rcptwatch.target.Outcome.ACCEPTED;
import static io.rcptwatch.target.Outcome.COMMAND_REJECTED;
import static io.rcptwatch.target.Outcome.POLICY_REJECTED;
import static io.rcptwatch.target.Outcome.TLS_FAILED;
import static io.rcptwatch.target.Outcome.TLS_UNAVAILABLE;
import static io.rcptwatch.target.OutcomeClass.OK;
import static io.rcptwatch.target.OutcomeClass.REJECTED;
import static io.rcptwatch.target.OutcomeClass.TLS;
import static io.rcptwatch.target.TlsMode.IMPLICIT;
import static io.rcptwatch.target.TlsMode.NONE;
import static io.rcptwatch.target.TlsMode.OPPORTUNISTIC;
import static io.rcptwatch.target.TlsMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.TlsMode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS of a real Postfix, good and bad, and what we make of it. */
class PostfixTlsTest {
    private static final String TOO_OLD = "it speaks only TLS 1.1 or older, which RFC 8996 forbids";

    private Asker asker;
    private X509Certificate authority;

    // Not before all: a skipped class would not even be counted.
    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        asker = Postfix.running().asker();
        authority = asker.server().certificate("authority");
    }

    @ParameterizedTest
    @CsvSource({
        "expired, certificate-expired",
        "wrong-name, certificate-host-mismatch",
        "starttls, certificate-not-trusted"
    })
    void a_bad_certificate_is_a_fact_where_tls_is_opportunistic(String service, String problem) {
        Heard heard =
                asker.ask(service, OPPORTUNISTIC, authority)
                        .means(OK, ACCEPTED)
                        .logged(" ehlo=2 starttls=1 mail=1 rcpt=1 rset=1 quit=1 commands=7");
        TlsSession tls = heard.conversation().tls().orElseThrow();
        assertThat(tls.version()).isEqualTo("TLSv1.3");
        assertThat(tls.problems()).extracting(TlsProblem::label).containsExactly(problem);
        assertThat(tls.chain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "expired, certificate-expired",
        "wrong-name, certificate-host-mismatch",
        "starttls, certificate-not-trusted"
    })
    void a_bad_certificate_counts_where_tls_is_required(String service, String problem) {
        Heard heard =
                asker.ask(service, REQUIRED, authority)
                        .means(TLS, TLS_FAILED)
                        .logged(" ehlo=1 starttls=1 quit=1 commands=3");
        assertThat(heard.conversation().ending().text()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPPORTUNISTIC", "REQUIRED"})
    void a_good_certificate_is_good_for_both(TlsMode tls) {
        Heard heard = asker.ask("good", tls, authority).means(OK, ACCEPTED);
        assertThat(heard.conversation().tls().orElseThrow().verified()).isTrue();
    }

    @Test
    void a_server_without_starttls_has_no_tls() {
        asker.ask("plain", REQUIRED)
                .means(TLS, TLS_UNAVAILABLE)
                .logged(" ehlo=1 quit=1 commands=2");
    }

    @Test
    void a_server_that_wants_tls_takes_mail_under_tls() {
        asker.ask("encrypt").means(OK, ACCEPTED).logged(" ehlo=2 starttls=1 mail=1 rcpt=1 ");
    }

    @Test
    void a_server_that_wants_tls_takes_no_mail_in_clear() {
        asker.ask("encrypt", NONE)
                .means(TLS, TLS_UNAVAILABLE)
                .answered("530 5.7.0 Must issue a STARTTLS command first")
                .logged(" ehlo=1 mail=0/1 quit=1 commands=2/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest-tls", "old-tls"})
    void old_tls_is_kept_beside_the_answer_in_clear(String service) {
        Heard heard = asker.askOn(2, service, OPPORTUNISTIC).means(OK, ACCEPTED);
        TlsTrouble trouble = heard.conversation().tlsTrouble().orElseThrow();
        assertThat(trouble.problem()).isEqualTo(TlsProblem.VALIDATION_FAILURE);
        assertThat(trouble.detail()).contains(TOO_OLD, "its alert: protocol_version");
        // Nobody can say QUIT after a handshake that failed, but after the second connection.
        heard.logged(" ehlo=1 starttls=0/1 commands=1/2");
        heard.logged(" ehlo=1 mail=1 rcpt=1 rset=1 quit=1 commands=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest-tls", "old-tls"})
    void old_tls_is_no_tls_where_it_is_required(String service) {
        Heard heard = asker.askOn(1, service, REQUIRED).means(TLS, TLS_FAILED);
        assertThat(heard.conversation().ending().text()).contains(TOO_OLD);
    }

    /** Postfix lets the handshake pass, and says so in its answer to the first command. */
    @ParameterizedTest
    @ValueSource(strings = {"OPPORTUNISTIC", "REQUIRED"})
    void a_server_that_demands_a_client_certificate_is_for_others(TlsMode tls) {
        asker.askOn(1, "client-certificate", tls, authority)
                .means(TLS, TLS_FAILED)
                .answered("421 4.7.1 mx.example.test Error: No client certificate presented");
    }

    @Test
    void where_tls_is_implicit_it_comes_before_the_greeting() {
        Heard heard =
                asker.ask("implicit", IMPLICIT, authority)
                        .means(OK, ACCEPTED)
                        .logged(" ehlo=1 mail=1 rcpt=1 rset=1 quit=1 commands=5");
        assertThat(heard.conversation().tls().orElseThrow().verified()).isTrue();
    }

    @Test
    void where_tls_is_implicit_a_bad_certificate_counts() {
        Heard heard =
                asker.ask("implicit-self-signed", IMPLICIT)
                        .means(TLS, TLS_FAILED)
                        .logged(" quit=1 commands=1");
        assertThat(heard.conversation().ending().text()).isEqualTo("certificate-not-trusted");
    }

    @Test
    void where_tls_is_implicit_a_server_in_clear_has_none() {
        Heard heard = asker.askOn(1, "good", IMPLICIT, authority).means(TLS, TLS_FAILED);
        assertThat(heard.conversation().ending().text())
                .isEqualTo("what the server sent is no TLS");
    }

    @Test
    void a_submission_server_wants_a_password() {
        Heard heard =
                asker.ask("submission", REQUIRED, authority)
                        .means(REJECTED, COMMAND_REJECTED)
                        .answered("Authentication required")
                        .logged(" ehlo=2 starttls=1 mail=0/1 quit=1 commands=4/5");
        assertThat(heard.conversation().tls().orElseThrow().verified()).isTrue();
    }

    /** What Debian's master.cf proposes is no 530, so its targets have to expect this. */
    @Test
    void a_submission_server_may_refuse_strangers_without_a_word_of_passwords() {
        asker.ask("submission-refuses", REQUIRED, authority)
                .means(REJECTED, POLICY_REJECTED)
                .answered("Recipient address rejected: Access denied");
    }
}
