package io.rcptwatch.store;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.HostPolicy;
import io.rcptwatch.watch.TlsJudgement;
import java.util.Optional;
import java.util.Set;

/** A {@link TlsJudgement} as it is kept: without what only a conversation needs to be held. */
record TlsRecord(
        HostPolicy.Demander demander,
        Optional<Dane> dane,
        boolean listed,
        Set<TlsProblem> problems,
        Optional<DaneResult> result) {
    static TlsRecord of(TlsJudgement judgement) {
        HostPolicy policy = judgement.policy();
        return new TlsRecord(
                policy.demander(),
                policy.dane(),
                policy.listed(),
                judgement.problems(),
                judgement.dane());
    }

    TlsJudgement about(Target target) {
        HostPolicy policy = new HostPolicy(TlsDemand.of(target.tls()), demander, dane, listed);
        return new TlsJudgement(policy, problems, result);
    }
}
