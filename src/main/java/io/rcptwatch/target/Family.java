package io.rcptwatch.target;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/** An address family: the closed set behind the label {@code family}. */
public enum Family {
    IP4,
    IP6;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code family}. */
    public String label() {
        return label;
    }

    /** The family that an address is of. */
    public static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IP6 : IP4;
    }
}
