package io.rcptwatch.selfcheck;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How one check went.
 *
 * @param address the external address that it is about; empty: about all of the identity
 * @param detail one line; it may quote the DNS
 * @param advice what to do about it; the empty text where there is nothing to do
 */
public record CheckResult(
        IdentityCheck check,
        Optional<InetAddress> address,
        CheckLevel result,
        String detail,
        String advice) {
    static CheckResult pass(IdentityCheck check, String detail) {
        return new CheckResult(check, Optional.empty(), CheckLevel.PASS, detail, "");
    }

    static CheckResult fail(IdentityCheck check, String detail, String advice) {
        return new CheckResult(check, Optional.empty(), CheckLevel.FAIL, detail, advice);
    }

    static CheckResult unknown(IdentityCheck check, String detail) {
        return new CheckResult(check, Optional.empty(), CheckLevel.UNKNOWN, detail, "");
    }

    CheckResult about(InetAddress subject) {
        return new CheckResult(check, Optional.of(subject), result, detail, advice);
    }
}
