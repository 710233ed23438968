package io.rcptwatch.store;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** An {@link Observation} as it is kept: without the target, which the configuration knows. */
record ObservationRecord(
        String identity,
        String provider,
        Optional<String> mx,
        int preference,
        Optional<Family> family,
        Optional<InetAddress> address,
        Conversation conversation,
        Verdict verdict,
        TlsRecord tls,
        Instant finishedAt) {
    static ObservationRecord of(Observation observation) {
        return new ObservationRecord(
                observation.identity(),
                observation.provider().label(),
                observation.mx(),
                observation.preference(),
                observation.family(),
                observation.address(),
                observation.conversation(),
                observation.verdict(),
                TlsRecord.of(observation.tls()),
                observation.finishedAt());
    }

    Observation about(Target target) {
        return new Observation(
                target,
                identity,
                new Provider(provider),
                mx,
                preference,
                family,
                address,
                conversation,
                verdict,
                tls.about(target),
                finishedAt);
    }
}
