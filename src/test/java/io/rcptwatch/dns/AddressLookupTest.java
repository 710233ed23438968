package io.rcptwatch.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressLookupTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("8.8.8.8");
    private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.0.0.1");

    @Test
    void private_ones_are_left_out_where_there_are_others() {
        assertThat(AddressLookup.judge(List.of(PRIVATE, PUBLIC), Optional.empty(), false))
                .isEqualTo(new AddressLookup.FoundAddresses(List.of(PUBLIC)));
    }

    @Test
    void a_failure_is_none_beside_an_address_of_use() {
        assertThat(AddressLookup.judge(List.of(PUBLIC), Optional.of("SERVFAIL"), false))
                .isEqualTo(new AddressLookup.FoundAddresses(List.of(PUBLIC)));
    }

    @Test
    void a_failure_leaves_open_whether_there_are_only_private_ones() {
        assertThat(AddressLookup.judge(List.of(PRIVATE), Optional.of("SERVFAIL"), false))
                .isEqualTo(new AddressLookup.AddressUnknown("SERVFAIL"));
    }

    @Test
    void only_private_ones_are_no_lack_of_addresses() {
        assertThat(AddressLookup.judge(List.of(PRIVATE), Optional.empty(), false))
                .isEqualTo(new AddressLookup.OnlyPrivate(List.of(PRIVATE)));
        assertThat(AddressLookup.judge(List.of(), Optional.empty(), false))
                .isEqualTo(new AddressLookup.NoAddresses());
    }
}
