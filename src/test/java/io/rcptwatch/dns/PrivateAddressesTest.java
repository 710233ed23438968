package io.rcptwatch.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.10",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255"
            })
    void special_ip4_addresses_are_private(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255"
            })
    void their_neighbours_are_public(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:10::1",
                "2001:1ff::1",
                "2001:db8::1",
                "3fff::1",
                "3fff:fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void special_ip6_addresses_are_private(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:200::1",
                "2001:db7::1",
                "2001:db9::1",
                "2606:4700::1",
                "2a00:1450:4001::1a",
                "3ffe::1",
                "3fff:1000::1"
            })
    void global_unicast_is_public(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.1.2.3",
                "64:ff9b::169.254.169.254",
                "2002:7f00:1::1",
                "2002:a01:203::1",
                "2002:c0a8:101::",
                "::ffff:127.0.0.1",
                "::ffff:192.168.1.1"
            })
    void a_private_ip4_address_stays_private_inside_an_ip6_address(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b::8.8.8.8", "2002:808:808::1", "::ffff:8.8.8.8"})
    void a_public_ip4_address_stays_public_inside_an_ip6_address(String address) {
        assertThat(PrivateAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void the_jdk_makes_ip4_addresses_of_mapped_ones() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        assertThat(InetAddress.getByAddress("mapped.test", mapped))
                .isInstanceOf(Inet4Address.class);
    }
}
