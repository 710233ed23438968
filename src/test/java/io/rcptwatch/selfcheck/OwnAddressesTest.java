package io.rcptwatch.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("198.41.0.4");
    private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.0.0.5");

    @Test
    void behind_a_nat_the_address_must_be_configured() {
        OwnAddresses own = own(Optional.empty(), List.of(), PRIVATE);
        assertThat(own.known()).isEmpty();
        assertThat(own.findings())
                .singleElement()
                .returns(CheckLevel.FAIL, CheckResult::result)
                .returns("we connect from 10.0.0.5, behind a NAT", CheckResult::detail)
                .extracting(CheckResult::advice)
                .asString()
                .contains("external_addresses");
    }

    @Test
    void a_private_source_address_is_behind_a_nat_too() {
        OwnAddresses own = own(Optional.of(PRIVATE), List.of(), PUBLIC);
        assertThat(own.findings()).extracting(CheckResult::result).containsExactly(CheckLevel.FAIL);
    }

    @Test
    void the_socket_tells_where_nothing_is_configured() {
        assertThat(own(Optional.empty(), List.of(), PUBLIC).known()).containsExactly(PUBLIC);
        assertThat(own(Optional.of(PUBLIC), List.of(), PRIVATE).known()).containsExactly(PUBLIC);
    }

    @Test
    void what_is_configured_counts_before_the_socket() {
        OwnAddresses own = own(Optional.of(PRIVATE), List.of(PUBLIC), PRIVATE);
        assertThat(own.known()).containsExactly(PUBLIC);
        assertThat(own.findings()).extracting(CheckResult::result).containsExactly(CheckLevel.PASS);
    }

    @Test
    void a_family_without_a_route_is_unknown() {
        CheckedIdentity vantage =
                new CheckedIdentity(
                        identity(Optional.empty(), List.of()), Set.of(Family.IP4, Family.IP6));
        OwnAddresses own =
                OwnAddresses.of(
                        vantage, f -> f == Family.IP4 ? Optional.of(PUBLIC) : Optional.empty());
        assertThat(own.findings())
                .extracting(CheckResult::result)
                .containsExactly(CheckLevel.PASS, CheckLevel.UNKNOWN);
    }

    private static OwnAddresses own(
            Optional<InetAddress> source, List<InetAddress> external, InetAddress socket) {
        return OwnAddresses.of(
                new CheckedIdentity(identity(source, external), Set.of(Family.IP4)),
                _ -> Optional.of(socket));
    }

    private static Identity identity(Optional<InetAddress> source, List<InetAddress> external) {
        return new Identity(
                "default", "out.d.test", new MailAddress("probe", "d.test"), source, external);
    }
}
