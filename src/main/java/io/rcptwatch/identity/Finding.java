package io.rcptwatch.identity;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How one check went.
 *
 * @param address the external address that it is about; empty: about all of the identity
 * @param detail one line; it may quote the DNS
 * @param advice what to do about it; the empty text where there is nothing to do
 */
public record Finding(
        Check check, Optional<InetAddress> address, Result result, String detail, String advice) {
    static Finding pass(Check check, String detail) {
        return new Finding(check, Optional.empty(), Result.PASS, detail, "");
    }

    static Finding fail(Check check, String detail, String advice) {
        return new Finding(check, Optional.empty(), Result.FAIL, detail, advice);
    }

    static Finding unknown(Check check, String detail) {
        return new Finding(check, Optional.empty(), Result.UNKNOWN, detail, "");
    }

    Finding about(InetAddress subject) {
        return new Finding(check, Optional.of(subject), result, detail, advice);
    }
}
