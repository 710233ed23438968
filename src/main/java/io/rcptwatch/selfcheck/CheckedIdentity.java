package io.rcptwatch.selfcheck;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An identity and how it is used.
 *
 * @param families in which it connects
 */
public record CheckedIdentity(Identity identity, Set<Family> families) {
    public CheckedIdentity {
        families = Set.copyOf(families);
    }

    /** Each identity with the families of the targets that are asked as it; IPv4 without any. */
    public static List<CheckedIdentity> of(List<Identity> identities, List<Target> targets) {
        return identities.stream()
                .map(identity -> new CheckedIdentity(identity, families(identity, targets)))
                .toList();
    }

    private static Set<Family> families(Identity identity, List<Target> targets) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        targets.stream()
                .filter(target -> target.identities().contains(identity))
                .forEach(target -> families.addAll(target.families()));
        return families.isEmpty() ? Set.of(Family.IP4) : families;
    }
}
