package io.rcptwatch.metrics;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.DomainPolicies;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who demands that mail to a domain goes over TLS or not at all: the closed set behind the label
 * {@code by}. Several may; each is told by itself, since some senders go by one and some by
 * another.
 */
enum TlsDemander {
    /** The target's {@code tls} or {@code profile}: ourselves. */
    CONFIGURATION(standing -> configured(standing.target())),
    /** The domain's MTA-STS policy, in mode {@code enforce}. */
    MTA_STS(TlsDemander::enforced),
    /** The TLSA records of one of its hosts, whatever they demand of the certificate. */
    DANE(standing -> anyHost(standing, said -> said.demand().isPresent())),
    /**
     * TLSA records that leave no other way than a certificate of an authority, which has to be in
     * date (RFC 7672 §3.1.2); with a record of the host's own key, dates do not matter (RFC 7671
     * §5.1).
     */
    DANE_TA(standing -> anyHost(standing, TlsDemander::needsAuthority));

    private final String label = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing
    private final Predicate<TargetState> demands;

    TlsDemander(Predicate<TargetState> demands) {
        this.demands = demands;
    }

    /** The value of the label {@code by}. */
    String label() {
        return label;
    }

    /** Whether it does so, as far as is known. */
    boolean demands(TargetState standing) {
        return demands.test(standing);
    }

    private static boolean configured(Target target) {
        return switch (target.tls()) {
            case NONE, OPPORTUNISTIC -> false;
            case REQUIRED, IMPLICIT -> true;
        };
    }

    private static boolean enforced(TargetState standing) {
        Optional<DomainPolicies> policies = standing.latest().flatMap(Round::policies);
        return policies.isPresent() && policies.get().mtaSts().enforced();
    }

    private static boolean anyHost(TargetState standing, Predicate<Dane> demand) {
        return standing.observations().stream()
                .flatMap(o -> o.tls().dane().stream())
                .anyMatch(demand);
    }

    private static boolean needsAuthority(Dane said) {
        return said instanceof Dane.Usable usable && usable.needsAuthority();
    }
}
