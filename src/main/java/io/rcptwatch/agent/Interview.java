package io.rcptwatch.agent;

import io.rcptwatch.pace.Occasion;
import io.rcptwatch.pace.Patience;
import io.rcptwatch.probe.Listener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Holds the conversations of a round, all at once, as far as the pace lets them begin. */
final class Interview {
    private final Pacing pacing;
    private final Audience audience;

    Interview(Pacing pacing, Audience audience) {
        this.pacing = pacing;
        this.audience = audience;
    }

    /** Empty where nobody could be asked, and so nothing is new. */
    Optional<Round> hold(Plan plan, Occasion occasion, Inquirer inquirer)
            throws InterruptedException, ExecutionException {
        Map<Call, Observation> held = held(plan, occasion, inquirer);
        if (held.isEmpty() && plan.settled().isEmpty() && !plan.calls().isEmpty()) {
            return Optional.empty();
        }
        List<Call> left = plan.calls().stream().filter(call -> !held.containsKey(call)).toList();
        List<Observation> kept = pacing.kept(plan.target(), left);
        Round round = inquirer.conclude(plan, held.values(), kept);
        pacing.finished(round, plan.calls(), occasion);
        return Optional.of(round);
    }

    private Map<Call, Observation> held(Plan plan, Occasion occasion, Inquirer inquirer)
            throws InterruptedException, ExecutionException {
        Patience patience = pacing.patience(plan.target());
        Map<Call, FutureTask<Optional<Observation>>> tasks = new LinkedHashMap<>();
        for (Call call : plan.calls()) {
            if (pacing.belongs(call, occasion)) {
                tasks.put(call, new FutureTask<>(() -> hold(call, patience, inquirer)));
            }
        }
        tasks.values().forEach(task -> Thread.ofVirtual().name("conversation").start(task));
        Map<Call, Observation> held = new LinkedHashMap<>();
        for (Map.Entry<Call, FutureTask<Optional<Observation>>> task : tasks.entrySet()) {
            task.getValue().get().ifPresent(observation -> held.put(task.getKey(), observation));
        }
        return held;
    }

    private Optional<Observation> hold(Call call, Patience patience, Inquirer inquirer)
            throws InterruptedException {
        if (pacing.tooEarly(call)) {
            audience.tell(listener -> listener.skipped(call.target(), SkipReason.GREYLISTED));
            return Optional.empty();
        }
        return switch (answer(call, patience, inquirer)) {
            case Answer.Held(Observation observation) -> {
                audience.tellUnlessStopping(listener -> listener.observed(observation));
                pacing.heard(call, observation)
                        .ifPresent(
                                news ->
                                        audience.tellUnlessStopping(
                                                l -> l.greylisting(observation, news)));
                yield Optional.of(observation);
            }
            case Answer.LeftOut(SkipReason reason) -> {
                audience.tellUnlessStopping(listener -> listener.skipped(call.target(), reason));
                yield Optional.empty();
            }
        };
    }

    private Answer answer(Call call, Patience patience, Inquirer inquirer)
            throws InterruptedException {
        try (Pacing.Queue queue = pacing.queue(call)) {
            Runnable begins =
                    () -> {
                        queue.leave();
                        attempting(call);
                    };
            return inquirer.hold(call, patience, begins, Listener.NONE);
        }
    }

    private void attempting(Call call) {
        audience.tell(l -> l.attempting(call.target(), call.provider(), call.identity().name()));
    }
}
