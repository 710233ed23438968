package io.rcptwatch.target;

import java.util.stream.Stream;

/** From where probes are made: as which identity, over which addresses. */
public record ProbePoint(Identity identity, Family family) {
    /** All from which a target is probed. */
    public static Stream<ProbePoint> of(Target target) {
        return target.identities().stream()
                .flatMap(
                        identity ->
                                target.families().stream()
                                        .filter(identity::connectsOver)
                                        .map(family -> new ProbePoint(identity, family)));
    }

    @Override
    public String toString() {
        return identity.name() + " over " + family.label();
    }
}
