package io.rcptwatch.watch;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.probe.TlsDemand.Required;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.probe.Trust;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.TlsMode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is demanded of one host's TLS, and by whom.
 *
 * @param demand what the conversation has to go by
 * @param demander who has the last word
 * @param dane what DANE says of the host; empty: it was not asked
 * @param listed whether the domain's MTA-STS policy leaves the host in
 */
public record HostPolicy(TlsDemand demand, Demander demander, Optional<Dane> dane, boolean listed) {
    private static final Trust NOBODY = _ -> Set.of(TlsProblem.VALIDATION_FAILURE);

    /** Who has the last word about a host's TLS. */
    public enum Demander {
        CONFIGURATION,
        MTA_STS,
        DANE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** In one word, for people and programs. */
        public String label() {
            return label;
        }
    }

    /** What the configuration demands, and the domain's MTA-STS policy where it is enforced. */
    static HostPolicy of(TlsMode mode, Optional<StsState> mtaSts, String host) {
        boolean listed = mtaSts.map(state -> state.allows(host)).orElse(true);
        return mtaSts.filter(StsState::enforced)
                // RFC 8461 §5: to no host that the policy leaves out, whatever it can prove
                .map(_ -> new Required(listed ? Trust.AUTHORITIES : NOBODY))
                .map(strict -> new HostPolicy(strict, Demander.MTA_STS, Optional.empty(), listed))
                .orElseGet(() -> configured(mode, listed));
    }

    /** What only the configuration has a say in. */
    public static HostPolicy configured(TlsMode mode) {
        return configured(mode, true);
    }

    private static HostPolicy configured(TlsMode mode, boolean listed) {
        return new HostPolicy(TlsDemand.of(mode), Demander.CONFIGURATION, Optional.empty(), listed);
    }

    /** The same where DANE says that; it goes before MTA-STS (RFC 8461 §2). */
    HostPolicy under(Dane said) {
        return said.demand()
                .filter(_ -> !(said instanceof Dane.Unusable && demand instanceof Required))
                .map(demanded -> new HostPolicy(demanded, Demander.DANE, Optional.of(said), listed))
                .orElseGet(() -> new HostPolicy(demand, demander, Optional.of(said), listed));
    }

    /** Why a sender that knows DANE keeps away from the host (RFC 7672 §2.1.1). */
    Optional<String> keptAway() {
        return dane.flatMap(
                said ->
                        switch (said) {
                            case Dane.Bogus(String detail) -> Optional.of("bogus: " + detail);
                            case Dane.LookupFailed(String detail) -> Optional.of(detail);
                            case Dane.Insecure _, Dane.Absent _, Dane.Usable _, Dane.Unusable _ ->
                                    Optional.empty();
                        });
    }

    /** What this makes of a finished conversation. */
    public TlsJudgement judge(Conversation conversation) {
        return new TlsJudgement(
                demander,
                dane,
                listed,
                problems(conversation),
                dane.flatMap(d -> DaneResult.of(d, conversation.tls())));
    }

    private Set<TlsProblem> problems(Conversation conversation) {
        EnumSet<TlsProblem> problems = EnumSet.noneOf(TlsProblem.class);
        conversation.tls().map(this::problems).ifPresent(problems::addAll);
        conversation.tlsTrouble().map(TlsTrouble::problem).ifPresent(problems::add);
        dane.flatMap(Dane::problem).ifPresent(problems::add);
        if (!listed && demander != Demander.DANE) {
            problems.add(TlsProblem.VALIDATION_FAILURE);
        }
        return problems;
    }

    // Under DANE the authorities have no say: a certificate may well be signed by itself.
    private Set<TlsProblem> problems(TlsSession session) {
        return demander == Demander.CONFIGURATION
                ? session.problems()
                : demand instanceof Required(Trust trust) ? trust.problems(session) : Set.of();
    }
}
