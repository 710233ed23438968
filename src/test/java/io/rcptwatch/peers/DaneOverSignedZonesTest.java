package io.rcptwatch.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneLookup;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.dns.SecureLookups;
import io.rcptwatch.dns.TrustAnchors;
import io.rcptwatch.dns.Validation;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What DANE says of hosts in real signed zones, be it that we validate what Knot serves, or that we
 * believe an Unbound between.
 */
class DaneOverSignedZonesTest {
    private static final Set<Family> FAMILIES = EnumSet.allOf(Family.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @AutoClose private static @Nullable DaneWorld shared;
    private DaneWorld world;

    /** Who validates. */
    enum Validator {
        WE,
        WE_THROUGH_UNBOUND,
        UNBOUND
    }

    // Not before all: a skipped class would not even be counted.
    @BeforeEach
    void start() throws Exception {
        Path knot = SignedZones.program();
        Path unbound = Unbound.program();
        if (shared == null) {
            shared = DaneWorld.start(knot, unbound);
        }
        world = shared;
    }

    @ParameterizedTest
    @EnumSource
    void the_hosts_own_certificate_matches(Validator validator) {
        assertThat(result(mailHost(validator, "good.test", "mx-ee.good.test")))
                .contains(DaneResult.MATCH);
    }

    @ParameterizedTest
    @EnumSource
    void a_certificate_of_the_named_authority_matches(Validator validator) {
        Dane dane = mailHost(validator, "good.test", "mx-ta.good.test");
        assertThat(result(dane)).contains(DaneResult.MATCH);
        assertThat(((Dane.Usable) dane).names())
                .containsExactlyInAnyOrder("good.test", "mx-ta.good.test");
    }

    @ParameterizedTest
    @EnumSource
    void another_certificate_than_the_records_mean_is_a_mismatch(Validator validator) {
        Dane dane = mailHost(validator, "good.test", "mx-other.good.test");
        assertThat(result(dane)).contains(DaneResult.MISMATCH);
        assertThat(((Dane.Usable) dane).trust().problems(session()))
                .containsExactly(TlsProblem.VALIDATION_FAILURE);
    }

    @ParameterizedTest
    @EnumSource
    void records_of_which_none_is_for_mail_are_unusable(Validator validator) {
        Dane dane = mailHost(validator, "good.test", "mx-unusable.good.test");
        assertThat(dane).isInstanceOf(Dane.Unusable.class);
        assertThat(result(dane)).contains(DaneResult.UNUSABLE);
        assertThat(dane.problem()).contains(TlsProblem.TLSA_INVALID);
        assertThat(dane.demand()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void records_that_are_proven_not_to_exist_are_absent(Validator validator) {
        Dane dane = mailHost(validator, "good.test", "mx-absent.good.test");
        assertThat(dane).isEqualTo(new Dane.Absent());
        assertThat(dane.demand()).isEmpty();
        assertThat(lookup(validator).host("mx-ee.good.test", 26, FAMILIES))
                .isEqualTo(new Dane.Absent());
    }

    @ParameterizedTest
    @EnumSource
    void records_where_an_alias_leads_come_first(Validator validator) {
        assertThat(mailHost(validator, "good.test", "mx-alias.good.test"))
                .isInstanceOfSatisfying(
                        Dane.Usable.class,
                        usable -> {
                            assertThat(usable.base()).isEqualTo("mx-ee.good.test");
                            assertThat(usable.names())
                                    .containsExactlyInAnyOrder(
                                            "good.test", "mx-alias.good.test", "mx-ee.good.test");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "WE, mx-own-alias.good.test",
        "UNBOUND, mx-own-alias.good.test",
        // Knot leads no further than its own zone, and for the validator that is no whole answer.
        "WE_THROUGH_UNBOUND, mx-lost.good.test",
        "UNBOUND, mx-lost.good.test"
    })
    void records_of_the_alias_itself_count_where_it_leads_to_none(
            Validator validator, String alias) {
        Dane dane = mailHost(validator, "good.test", alias);
        assertThat(((Dane.Usable) dane).base()).isEqualTo(alias);
        assertThat(result(dane)).contains(DaneResult.MATCH);
    }

    @ParameterizedTest
    @EnumSource
    void a_domain_without_mx_records_is_its_own_host(Validator validator) {
        assertThat(result(mailHost(validator, "implicit.good.test", "implicit.good.test")))
                .contains(DaneResult.MATCH);
    }

    @ParameterizedTest
    @EnumSource
    void a_host_that_is_configured_needs_no_mx_record(Validator validator) {
        assertThat(result(lookup(validator).host("MX-EE.good.test.", 25, FAMILIES)))
                .contains(DaneResult.MATCH);
    }

    @ParameterizedTest
    @EnumSource
    void without_a_handshake_there_is_no_result_where_records_are_usable(Validator validator) {
        Dane dane = mailHost(validator, "good.test", "mx-ee.good.test");
        assertThat(DaneResult.of(dane, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void mx_records_of_an_unsigned_zone_are_insecure(Validator validator) {
        assertThat(mailHost(validator, "insecure.test", "mx.insecure.test"))
                .isEqualTo(new Dane.Insecure("the MX records of insecure.test"));
    }

    @ParameterizedTest
    @EnumSource
    void a_host_in_an_unsigned_zone_is_insecure(Validator validator) {
        assertThat(mailHost(validator, "to-insecure.good.test", "mx.insecure.test"))
                .isEqualTo(new Dane.Insecure("the addresses of mx.insecure.test"));
    }

    @ParameterizedTest
    @EnumSource
    void a_host_that_the_secure_mx_records_do_not_name_is_not_to_be_used(Validator validator) {
        assertThat(mailHost(validator, "good.test", "implicit.good.test"))
                .isInstanceOf(Dane.LookupFailed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "WE, broken.test",
        "WE_THROUGH_UNBOUND, broken.test",
        "UNBOUND, broken.test",
        "WE, expired.test",
        "WE_THROUGH_UNBOUND, expired.test",
        "UNBOUND, expired.test",
        "WE, forged.test",
        "WE_THROUGH_UNBOUND, forged.test",
        "UNBOUND, forged.test"
    })
    void a_zone_that_is_wrongly_signed_is_bogus(Validator validator, String domain) {
        Dane dane = lookup(validator).host("mx." + domain, 25, FAMILIES);
        assertThat(result(dane)).contains(DaneResult.BOGUS);
        assertThat(dane.forbidsHost()).isTrue();
        assertThat(dane.problem()).contains(TlsProblem.DNSSEC_INVALID);
        assertThat(((Dane.Bogus) dane).detail()).contains("mx." + domain).doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource
    void without_an_answer_nothing_is_known(Validator validator) {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        Dane dane =
                new DaneLookup(new SecureLookups(List.of(nobody), LIMIT, validation(validator)))
                        .host("mx-ee.good.test", 25, FAMILIES);
        assertThat(result(dane)).contains(DaneResult.LOOKUP_FAILED);
        assertThat(dane.forbidsHost()).isTrue();
    }

    private Dane mailHost(Validator validator, String domain, String host) {
        DaneLookup lookup = lookup(validator);
        return lookup.mailHost(domain, lookup.mailHosts(domain), host, 25, FAMILIES);
    }

    private DaneLookup lookup(Validator validator) {
        InetSocketAddress server =
                switch (validator) {
                    case WE -> world.zones().address();
                    case WE_THROUGH_UNBOUND, UNBOUND -> world.unbound().address();
                };
        return new DaneLookup(new SecureLookups(List.of(server), LIMIT, validation(validator)));
    }

    private Validation validation(Validator validator) {
        return switch (validator) {
            case WE, WE_THROUGH_UNBOUND ->
                    new Validation.Own(new TrustAnchors(world.zones().trustAnchors()));
            case UNBOUND -> new Validation.TrustedResolver();
        };
    }

    private Optional<DaneResult> result(Dane dane) {
        return DaneResult.of(dane, Optional.of(session()));
    }

    private TlsSession session() {
        return new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", world.chain(), Set.of());
    }
}
