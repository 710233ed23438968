package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigurationTest {
    private static final Timeouts BUILT_IN_TIMEOUTS =
            new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(180));

    static List<Path> files() {
        return ConfigFiles.good();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_good_file_is_loaded(Path file) {
        assertThat(ConfigFiles.complaints(file)).isEmpty();
    }

    @Test
    void what_a_file_leaves_out_is_as_the_reference_says() {
        Identity probe =
                new Identity(
                        "probe",
                        "probe.example.net",
                        new MailAddress("probe", "example.net"),
                        Optional.empty(),
                        List.of());

        assertThat(good("minimal"))
                .isEqualTo(
                        new Configuration(
                                List.of(probe),
                                Optional.empty(),
                                new Resolution(List.of(), Dnssec.OFF, Optional.empty()),
                                new Politeness(
                                        Duration.ofSeconds(60),
                                        new Politeness.Allowance(1, 30, 10_000),
                                        new Politeness.Allowance(2, 60, 50_000),
                                        new Politeness.Allowance(500, 3_000, 3_000_000),
                                        new Politeness.BackoffSettings(
                                                Duration.ofMinutes(5), Duration.ofHours(6)),
                                        Stream.of(5, 10, 15, 30, 60)
                                                .map(Duration::ofMinutes)
                                                .toList(),
                                        false),
                                new Egress(List.of(), Duration.ofMinutes(5)),
                                new IdentityChecks(Duration.ofHours(1), List.of(), List.of()),
                                Optional.empty(),
                                List.of(
                                        new Target(
                                                new DomainName("example.com", "example.com"),
                                                new MailAddress("postmaster", "example.com"),
                                                Duration.ofMinutes(10),
                                                25,
                                                TlsMode.OPPORTUNISTIC,
                                                List.of(Family.IP4),
                                                List.of(probe),
                                                Set.of(Outcome.ACCEPTED),
                                                BUILT_IN_TIMEOUTS,
                                                5,
                                                new Policies(true, true),
                                                List.of())),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                List.of(),
                                Optional.of(
                                        new StateSettings(
                                                ConfigFiles.GOOD.resolve("minimal.state"), 5))));
    }

    @Test
    void with_a_sandbox_nothing_is_remembered_unless_the_file_says_so() {
        assertThat(good("sandbox").state()).isEmpty();
    }

    @Test
    void a_domain_that_is_no_target_is_asked_about_as_defaults_say_where_that_is_allowed()
            throws UnfitException {
        Configuration any = good("any-domain");
        Target stranger = any.unlisted(DomainNames.parse("bücher.example")).orElseThrow();

        assertThat(stranger.domain().ascii()).isEqualTo("xn--bcher-kva.example");
        assertThat(stranger.recipient())
                .isEqualTo(new MailAddress("abuse", "xn--bcher-kva.example"));
        assertThat(stranger.interval()).isEqualTo(Duration.ofMinutes(7));
        assertThat(any.contact()).contains(URI.create("https://probe.example.net/contact"));
        assertThat(any.reloadOnChange()).isTrue();
        assertThat(good("minimal").unlisted(stranger.domain())).isEmpty();
    }

    @Test
    void nobody_asks_about_himself_in_a_domain_that_is_no_target() throws UnfitException {
        assertThat(good("any-domain").unlisted(DomainNames.parse("example.net"))).isEmpty();
    }

    @Test
    void every_key_is_read() {
        Configuration configuration = good("contract");
        Target target = configuration.targets().getFirst();

        assertThat(configuration.identities().getFirst().sourceAddress())
                .contains(InetAddress.ofLiteral("192.0.2.10"));
        assertThat(configuration.resolution().servers())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53));
        assertThat(target.recipient()).isEqualTo(new MailAddress("seed", "example.com"));
        assertThat(target.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(target.hosts()).containsExactly(new HostPort("mx1.example.com", 2525));
    }

    @Test
    void what_receivers_demand_and_what_we_ask_about_ourselves_is_read() {
        Configuration configuration = good("receivers-demands");

        assertThat(configuration.identities().getFirst().externalAddresses())
                .containsExactly(
                        InetAddress.ofLiteral("192.0.2.10"), InetAddress.ofLiteral("2001:db8::10"));
        assertThat(configuration.resolution().dnssec()).isEqualTo(Dnssec.TRUST_AD);
        assertThat(configuration.resolution().trustAnchors()).isPresent();
        assertThat(configuration.egress())
                .isEqualTo(
                        new Egress(
                                List.of(
                                        new HostPort("mx.example.org", 25),
                                        new HostPort("192.0.2.1", 2525)),
                                Duration.ofMinutes(1)));
        assertThat(configuration.identityChecks())
                .isEqualTo(
                        new IdentityChecks(
                                Duration.ofMinutes(30),
                                List.of("zen.example.org", "bl.example.com"),
                                List.of("dbl.example.org")));
        assertThat(configuration.targets())
                .extracting(Target::policies)
                .containsExactly(new Policies(true, false), new Policies(false, true));
    }

    @Test
    void a_target_takes_from_defaults_what_it_does_not_say() {
        Target target = good("overrides").targets().getFirst();

        assertThat(target.recipient()).isEqualTo(new MailAddress("abuse", "inherits.example"));
        assertThat(target.interval()).isEqualTo(Duration.ofDays(1));
        assertThat(target.port()).isEqualTo(2525);
        assertThat(target.tls()).isEqualTo(TlsMode.NONE);
        assertThat(target.families()).containsExactly(Family.IP6, Family.IP4);
        assertThat(target.identities()).extracting(Identity::name).containsExactly("south.2_x");
        assertThat(target.expect())
                .containsExactlyInAnyOrder(Outcome.GREYLISTED, Outcome.RECIPIENT_UNKNOWN);
        assertThat(target.maxHosts()).isEqualTo(32);
    }

    @Test
    void what_a_target_says_goes_before_defaults() {
        Target target = good("overrides").targets().getLast();

        assertThat(target.recipient())
                .isEqualTo(new MailAddress("postmaster", "overrides.example"));
        assertThat(target.interval()).isEqualTo(Duration.ofMinutes(90));
        assertThat(target.port()).isEqualTo(465);
        assertThat(target.tls()).isEqualTo(TlsMode.REQUIRED);
        assertThat(target.families()).containsExactly(Family.IP4);
        assertThat(target.identities())
                .extracting(Identity::name)
                .containsExactly("north", "south.2_x");
        assertThat(target.expect())
                .containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.LOCAL_ERROR);
        assertThat(target.maxHosts()).isEqualTo(1);
    }

    @Test
    void a_profile_says_what_nobody_else_says() {
        List<Target> targets = good("profiles").targets();

        assertProfile(targets.getFirst(), 25, TlsMode.OPPORTUNISTIC);
        assertProfile(targets.get(1), 587, TlsMode.REQUIRED);
        assertProfile(targets.get(2), 465, TlsMode.IMPLICIT);
        assertThat(targets.get(2).hosts())
                .containsExactly(
                        new HostPort("submissions.example", 465),
                        new HostPort("other.example", 2465));
    }

    @Test
    void target_and_defaults_go_before_a_profile() {
        List<Target> targets = good("profiles").targets();

        assertProfile(targets.getLast(), 2587, TlsMode.OPPORTUNISTIC);
        assertThat(targets.getLast().expect()).containsExactly(Outcome.RELAY_DENIED);
        assertThat(targets.get(1).expect()).containsExactly(Outcome.COMMAND_REJECTED);
    }

    @Test
    void a_submission_server_is_expected_to_want_a_password() {
        assertThat(good("submission").targets().getFirst().expect())
                .containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.COMMAND_REJECTED);
    }

    private static void assertProfile(Target target, int port, TlsMode tls) {
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.tls()).isEqualTo(tls);
    }

    @Test
    void a_target_may_override_one_timeout_and_keep_the_others() {
        assertThat(good("overrides").targets().getLast().timeouts())
                .isEqualTo(
                        new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofMillis(2500),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(150)));
    }

    @Test
    void a_host_without_a_port_gets_the_port_of_its_target_and_is_there_once() {
        assertThat(good("overrides").targets().getLast().hosts())
                .containsExactly(
                        new HostPort("mx", 465),
                        new HostPort("mx2.example", 25),
                        new HostPort("192.0.2.7", 465),
                        new HostPort("192.0.2.7", 26),
                        new HostPort("2001:db8::7", 465),
                        new HostPort("2001:db8::7", 27));
    }

    @Test
    void politeness_is_read() {
        assertThat(good("overrides").politeness())
                .isEqualTo(
                        new Politeness(
                                Duration.ofMillis(500),
                                new Politeness.Allowance(7, 70, 700),
                                new Politeness.Allowance(8, 80, 800),
                                new Politeness.Allowance(9, 90, 900),
                                new Politeness.BackoffSettings(
                                        Duration.ofMinutes(1), Duration.ofHours(2)),
                                List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)),
                                true));
    }

    @Test
    void international_names_keep_their_form_and_go_out_as_a_labels() {
        Configuration configuration = good("international");

        assertThat(configuration.identities().getFirst().mailFrom())
                .isEqualTo(new MailAddress("grüße", "xn--bcher-kva.example"));
        assertThat(configuration.targets())
                .extracting(
                        t -> t.domain().configured(),
                        t -> t.domain().ascii(),
                        t -> t.recipient().toString())
                .containsExactly(
                        tuple(
                                "MÜNCHEN.example",
                                "xn--mnchen-3ya.example",
                                "post@xn--mnchen-3ya.example"),
                        tuple(
                                "xn--bcher-kva.test",
                                "xn--bcher-kva.test",
                                "postmaster@xn--bcher-kva.test"),
                        tuple("例え。jp", "xn--r8jz45g.jp", "郵便局@xn--r8jz45g.jp"),
                        tuple("Example.ORG", "example.org", "\"ß and \\\" \\\\ @\"@example.org"),
                        tuple(
                                "elsewhere.example",
                                "elsewhere.example",
                                "o'neil+tag@[IPv6:2001:db8::1]"));
        assertThat(configuration.targets().getLast().hosts())
                .containsExactly(new HostPort("mx.xn--e1afmkfd.example", 25));
    }

    @Test
    void the_sandbox_is_looked_for_beside_the_file() {
        assertThat(good("sandbox").sandbox()).contains(ConfigFiles.GOOD.resolve("minimal.yaml"));
    }

    @Test
    void a_domain_that_is_not_listed_can_be_watched_by_the_defaults() {
        LoadResult loading = Configuration.loadWith(file("elsewhere"), name("customer.example"));
        assertThat(ConfigFiles.loaded(loading)).isEqualTo(good("elsewhere"));

        List<Target> targets =
                ConfigFiles.loaded(Configuration.loadWith(file("minimal"), name("new.example")))
                        .targets();
        assertThat(targets).extracting(Target::toString).hasSize(2);
        assertThat(targets.getLast().domain()).isEqualTo(name("new.example"));
        assertThat(targets.getLast().timeouts()).isEqualTo(BUILT_IN_TIMEOUTS);
    }

    @Test
    void a_domain_that_is_not_listed_has_to_fit_the_rest() {
        assertThat(Configuration.loadWith(file("elsewhere"), name("new.example")).toString())
                .contains("\"seed@customer.example\" is not in the target's domain");
    }

    private static DomainName name(String name) {
        return new DomainName(name, name);
    }

    private static Path file(String name) {
        return ConfigFiles.GOOD.resolve(name + ".yaml");
    }

    private static Configuration good(String name) {
        return ConfigFiles.loaded(file(name));
    }
}
