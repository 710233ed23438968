package io.rcptwatch.watch;

import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.probe.Listener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Holds the conversations of a round, all at once, as far as the pace lets them begin. */
final class RoundRunner {
    private final ProbePacer pacing;
    private final Audience audience;

    RoundRunner(ProbePacer pacing, Audience audience) {
        this.pacing = pacing;
        this.audience = audience;
    }

    /** Empty where nobody could be asked, and so nothing is new. */
    Optional<Round> hold(Plan plan, RoundTrigger occasion, HostProber inquirer)
            throws InterruptedException, ExecutionException {
        Map<HostProbe, Observation> held = held(plan, occasion, inquirer);
        if (held.isEmpty() && plan.settled().isEmpty() && !plan.calls().isEmpty()) {
            return Optional.empty();
        }
        List<HostProbe> left =
                plan.calls().stream().filter(call -> !held.containsKey(call)).toList();
        List<Observation> kept = pacing.kept(plan.target(), left);
        Round round = inquirer.conclude(plan, held.values(), kept);
        pacing.finished(plan.target(), round, plan.calls(), occasion);
        return Optional.of(round);
    }

    private Map<HostProbe, Observation> held(Plan plan, RoundTrigger occasion, HostProber inquirer)
            throws InterruptedException, ExecutionException {
        QueuePriority patience = pacing.patience(plan.target());
        Map<HostProbe, FutureTask<Optional<Observation>>> tasks = new LinkedHashMap<>();
        for (HostProbe call : plan.calls()) {
            if (pacing.belongs(call, occasion)) {
                tasks.put(call, new FutureTask<>(() -> hold(call, patience, inquirer)));
            }
        }
        tasks.values().forEach(task -> Thread.ofVirtual().name("conversation").start(task));
        Map<HostProbe, Observation> held = new LinkedHashMap<>();
        for (Map.Entry<HostProbe, FutureTask<Optional<Observation>>> task : tasks.entrySet()) {
            task.getValue().get().ifPresent(observation -> held.put(task.getKey(), observation));
        }
        return held;
    }

    private Optional<Observation> hold(HostProbe call, QueuePriority patience, HostProber inquirer)
            throws InterruptedException {
        if (pacing.tooEarly(call)) {
            audience.tell(call.target(), new LedgerEntry.Skipped(SkipReason.GREYLISTED));
            return Optional.empty();
        }
        return switch (answer(call, patience, inquirer)) {
            case HostProbeResult.Probed(Observation observation) -> {
                audience.tellUnlessStopping(call.target(), new LedgerEntry.Observed(observation));
                pacing.heard(call, observation)
                        .ifPresent(
                                news ->
                                        audience.tellUnlessStopping(
                                                call.target(),
                                                new LedgerEntry.Greylisting(
                                                        observation.provider(), news)));
                yield Optional.of(observation);
            }
            case HostProbeResult.LeftOut(SkipReason reason) -> {
                audience.tellUnlessStopping(call.target(), new LedgerEntry.Skipped(reason));
                yield Optional.empty();
            }
        };
    }

    private HostProbeResult answer(HostProbe call, QueuePriority patience, HostProber inquirer)
            throws InterruptedException {
        try (ProbePacer.Queue queue = pacing.queue(call)) {
            Runnable begins =
                    () -> {
                        queue.leave();
                        attempting(call);
                    };
            return inquirer.hold(call, patience, begins, Listener.NONE);
        }
    }

    private void attempting(HostProbe call) {
        audience.tell(
                call.target(), new LedgerEntry.Attempt(call.provider(), call.identity().name()));
    }
}
