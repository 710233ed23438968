package io.rcptwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LocalAddressTest {
    @Test
    void the_way_to_loopback_begins_at_loopback() {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        assertThat(LocalAddress.towards(loopback)).contains(loopback);
    }
}
