package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.dane.TlsaData;
import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.mtasts.MxPattern;
import io.rcptwatch.mtasts.Policy;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.watch.HostPolicy.Demander;
import io.rcptwatch.wire.TestCertificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has the last word about a host's TLS, and what comes of it. */
class HostPolicyTest {
    private static final String HOST = "mx.example.com";
    private static X509Certificate selfSigned;

    @BeforeAll
    static void make() throws Exception {
        selfSigned = TestCertificates.selfSigned(Duration.ofDays(1), HOST).certificate();
    }

    private static StsState policy(Policy.Mode mode, String mx) {
        Policy policy = new Policy(mode, List.of(new MxPattern(mx)), Duration.ofDays(1));
        return new StsState.InForce(policy, "1", Instant.EPOCH, Optional.empty());
    }

    private static HostPolicy under(StsState mtaSts) {
        return HostPolicy.of(TlsMode.OPPORTUNISTIC, Optional.of(mtaSts), HOST);
    }

    /** A conversation under TLS with that certificate, signed by itself. */
    private static Conversation secured() {
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        List.of(selfSigned),
                        Set.of(TlsProblem.CERTIFICATE_NOT_TRUSTED));
        return new Conversation(
                List.of(),
                new ProbeEnd.Replied(Phase.RCPT, Reply.of(250, "Ok")),
                Optional.empty(),
                Optional.of(session),
                Optional.empty());
    }

    private static Set<TlsProblem> demandedOf(HostPolicy policy) {
        return ((TlsDemand.Required) policy.demand())
                .trust()
                .problems(secured().tls().orElseThrow());
    }

    /** Records of that key's digest, or of none. */
    private static Dane records(boolean match) {
        TlsaRecord record =
                match ? TlsaData.of(3, 1, 1, selfSigned) : new TlsaRecord(3, 1, 1, "00".repeat(32));
        return new Dane.Usable(HOST, List.of(record), Set.of(HOST));
    }

    @Test
    void without_a_policy_the_configuration_has_the_say() {
        HostPolicy policy = under(new StsState.Absent());

        assertThat(policy.demand()).isEqualTo(new TlsDemand.Opportunistic());
        assertThat(policy.judge(secured()).problems())
                .containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void an_enforced_policy_makes_the_certificate_count() {
        HostPolicy policy = under(policy(Policy.Mode.ENFORCE, HOST));

        assertThat(policy.demander()).isEqualTo(Demander.MTA_STS);
        assertThat(demandedOf(policy)).containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void a_host_that_an_enforced_policy_leaves_out_gets_no_mail() {
        HostPolicy policy = under(policy(Policy.Mode.ENFORCE, "other.example.com"));

        assertThat(policy.listed()).isFalse();
        assertThat(demandedOf(policy)).containsExactly(TlsProblem.VALIDATION_FAILURE);
    }

    @Test
    void a_policy_that_is_only_tested_demands_nothing() {
        HostPolicy policy = under(policy(Policy.Mode.TESTING, "other.example.com"));

        assertThat(policy.demand()).isEqualTo(new TlsDemand.Opportunistic());
        assertThat(policy.judge(secured()).problems())
                .as("but is told")
                .containsExactlyInAnyOrder(
                        TlsProblem.CERTIFICATE_NOT_TRUSTED, TlsProblem.VALIDATION_FAILURE);
    }

    @Test
    void dane_goes_before_mta_sts() {
        HostPolicy policy =
                under(policy(Policy.Mode.ENFORCE, "other.example.com")).under(records(true));

        assertThat(policy.demander()).isEqualTo(Demander.DANE);
        assertThat(demandedOf(policy)).isEmpty();
        assertThat(policy.judge(secured()).result()).contains(DaneResult.MATCH);
        assertThat(policy.judge(secured()).problems()).isEmpty();
    }

    @Test
    void a_key_that_the_records_do_not_mean_counts_whatever_mta_sts_says() {
        HostPolicy policy = under(policy(Policy.Mode.TESTING, HOST)).under(records(false));

        assertThat(demandedOf(policy)).containsExactly(TlsProblem.VALIDATION_FAILURE);
        assertThat(policy.judge(secured()).result()).contains(DaneResult.MISMATCH);
    }

    @Test
    void records_of_no_use_demand_tls_from_anybody_unless_somebody_demands_more() {
        Dane unusable = new Dane.Unusable(HOST, List.of(new TlsaRecord(0, 1, 1, "00".repeat(32))));

        assertThat(demandedOf(under(new StsState.Absent()).under(unusable))).isEmpty();
        assertThat(demandedOf(under(policy(Policy.Mode.ENFORCE, HOST)).under(unusable)))
                .containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
        assertThat(under(new StsState.Absent()).under(unusable).judge(secured()).problems())
                .containsExactly(TlsProblem.TLSA_INVALID);
    }

    @Test
    void a_host_whose_records_cannot_be_looked_up_is_kept_away_from() {
        HostPolicy plain = under(new StsState.Absent());

        assertThat(plain.under(new Dane.Bogus("signature expired")).keptAway())
                .contains("bogus: signature expired");
        assertThat(plain.under(new Dane.LookupFailed("SERVFAIL")).keptAway()).contains("SERVFAIL");
        assertThat(plain.under(new Dane.Insecure("the MX records")).keptAway()).isEmpty();
        assertThat(plain.under(new Dane.Absent()).keptAway()).isEmpty();
    }
}
