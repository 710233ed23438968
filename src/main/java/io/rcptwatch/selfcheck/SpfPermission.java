package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.IdentityCheck.SPF;

import io.rcptwatch.spf.Spf;
import io.rcptwatch.spf.SpfResult;
import io.rcptwatch.spf.SpfVerdict;
import io.rcptwatch.target.Identity;
import java.net.InetAddress;

/** Whether the envelope sender's domain lets the address send. */
final class SpfPermission {
    private final Spf spf;

    SpfPermission(Spf spf) {
        this.spf = spf;
    }

    CheckResult check(Identity identity, InetAddress address) {
        SpfResult result = spf.check(address, identity.mailFrom(), identity.helo());
        String detail = result.verdict().label() + ": " + QuotedText.line(result.reason());
        return switch (result.verdict()) {
            case PASS -> CheckResult.pass(SPF, detail);
            case TEMPERROR -> CheckResult.unknown(SPF, detail);
            case FAIL, SOFTFAIL, NEUTRAL, NONE, PERMERROR ->
                    CheckResult.fail(SPF, detail, advice(result.verdict(), identity, address));
        };
    }

    private static String advice(SpfVerdict verdict, Identity identity, InetAddress address) {
        String domain = identity.mailFrom().domain();
        String mechanism =
                (address.getAddress().length == 4 ? "ip4:" : "ip6:") + address.getHostAddress();
        return switch (verdict) {
            case NONE ->
                    "Publish a TXT record at "
                            + domain
                            + ", such as \"v=spf1 "
                            + mechanism
                            + " -all\", with everybody in it who may send its mail.";
            case PERMERROR ->
                    "Receivers count a broken record as none or as a fail. Mend it; where it needs"
                            + " too many lookups, put addresses in place of includes.";
            default ->
                    "Add \""
                            + mechanism
                            + "\" to the SPF record of "
                            + domain
                            + " before its \"all\", or send from an address that it permits.";
        };
    }
}
