package io.rcptwatch.watch;

import io.rcptwatch.dns.MailHost;
import io.rcptwatch.limits.Admission;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeRequest;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Limiter.Queued;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the conversations of a plan, each host, family and identity apart, and sums them up. */
public final class HostProber {
    // RFC 5321 §5.1: a sender should try at least two addresses; more would be a burden.
    private static final int MOST_ADDRESSES = 2;

    private final Prober prober;
    private final ReplyClassifier judge;
    private final Limiter limiter;
    private final EgressWatch egress;
    private final InstantSource clock;

    /** Asks with these. */
    public HostProber(
            Prober prober,
            ReplyClassifier judge,
            Limiter limiter,
            EgressWatch egress,
            InstantSource clock) {
        this.prober = prober;
        this.judge = judge;
        this.limiter = limiter;
        this.egress = egress;
        this.clock = clock;
    }

    /** The same, but that judge has the say. */
    HostProber judgingBy(ReplyClassifier other) {
        return new HostProber(prober, other, limiter, egress, clock);
    }

    /**
     * Holds one conversation, as soon as there is room for it.
     *
     * @param begins is run when it begins
     * @throws InterruptedException where somebody interrupts the wait for room
     */
    public HostProbeResult hold(
            HostProbe call, QueuePriority patience, Runnable begins, Listener listener)
            throws InterruptedException {
        List<InetAddress> addresses =
                call.addresses().subList(0, Math.min(MOST_ADDRESSES, call.addresses().size()));
        HostProbeResult answer =
                hold(call, addresses.getFirst(), List.of(), patience, begins, listener);
        for (InetAddress address : addresses.subList(1, addresses.size())) {
            if (!(answer instanceof HostProbeResult.Probed(Observation failed))
                    || !noConnection(failed.conversation())) {
                return answer;
            }
            List<DialogueStep> steps = failed.conversation().steps();
            answer =
                    switch (hold(call, address, steps, patience, () -> {}, listener)) {
                        case HostProbeResult.Probed held -> held;
                        // What the first address came to stands.
                        case HostProbeResult.LeftOut _ -> answer;
                    };
        }
        return answer;
    }

    private HostProbeResult hold(
            HostProbe call,
            InetAddress address,
            List<DialogueStep> before,
            QueuePriority patience,
            Runnable begins,
            Listener listener)
            throws InterruptedException {
        LimitKey contact = new LimitKey(call.identity().name(), address, call.provider());
        return switch (limiter.enter(contact, patience)) {
            case Queued.Refused(Admission.DenialReason reason) ->
                    new HostProbeResult.LeftOut(SkipReason.of(reason));
            case Queued.Admitted(Limiter.Room room) -> {
                Judged held = hold(call, address, room, begins, listener);
                yield new HostProbeResult.Probed(observation(call, address, held, before));
            }
        };
    }

    /** A conversation on one connection, and what it means for all that depends on it. */
    private record Judged(Conversation conversation, Verdict verdict) {}

    private Judged hold(
            HostProbe call,
            InetAddress address,
            Limiter.Room room,
            Runnable begins,
            Listener listener) {
        try (room) {
            begins.run();
            Conversation conversation = prober.probe(question(call, address), listener);
            Verdict verdict = judge.judge(conversation, call.provider());
            room.heard(ReceiverFeedback.in(verdict));
            return new Judged(conversation, verdict);
        }
    }

    private static ProbeRequest question(HostProbe call, InetAddress address) {
        Target target = call.target();
        MailHost host = call.host();
        return new ProbeRequest(
                host.name(),
                new InetSocketAddress(address, host.port()),
                call.identity(),
                target.recipient(),
                call.policy().demand(),
                target.timeouts());
    }

    private static boolean noConnection(Conversation conversation) {
        return conversation.ending() instanceof ProbeEnd.Failed(Phase phase, Fault fault)
                && phase == Phase.CONNECT
                && fault.kind() != Fault.Kind.LOCAL_ERROR;
    }

    private Observation observation(
            HostProbe call, InetAddress address, Judged held, List<DialogueStep> before)
            throws InterruptedException {
        Conversation conversation = held.conversation().after(before);
        return new Observation(
                call.target().domain(),
                call.identity().name(),
                call.provider(),
                Optional.of(call.host().label()),
                call.host().preference(),
                Optional.of(call.family()),
                Optional.of(address),
                conversation,
                verdict(call, held),
                call.policy().judge(conversation),
                clock.instant());
    }

    /** Where our own network lets nobody out, a connection that fails says nothing. */
    private Verdict verdict(HostProbe call, Judged held) throws InterruptedException {
        ProbePoint point = new ProbePoint(call.identity(), call.family());
        Conversation conversation = held.conversation();
        return noConnection(conversation) && egress.blocks(point, call.host().port())
                ? judge.egressBlocked(conversation)
                : held.verdict();
    }

    /** What a plan and the conversations that it asked for come to. */
    public Round conclude(Plan plan, Collection<Observation> held) {
        return conclude(plan, held, List.of());
    }

    /**
     * What a plan comes to of which some conversations were not held.
     *
     * @param kept what is known from earlier rounds where they would have been held
     */
    Round conclude(Plan plan, Collection<Observation> held, Collection<Observation> kept) {
        List<Observation> all =
                Stream.of(plan.settled(), held, kept)
                        .<Observation>flatMap(Collection::stream)
                        .toList();
        Map<String, Status> statuses = new HashMap<>();
        for (Identity identity : plan.target().identities()) {
            if (isKnown(identity, all, plan)) {
                statuses.put(identity.name(), status(all, plan.target(), identity.name()));
            }
        }
        return new Round(
                plan.target().domain(),
                plan.provider(),
                plan.hosts(),
                all,
                statuses,
                plan.policies(),
                plan.lookup().startedAt(),
                clock.instant());
    }

    /** Whoever could not ask anybody yet, though there is somebody, knows nothing. */
    private static boolean isKnown(Identity identity, List<Observation> all, Plan plan) {
        return all.stream().anyMatch(o -> o.identity().equals(identity.name()))
                || plan.calls().stream().noneMatch(call -> call.identity().equals(identity));
    }

    private static Status status(List<Observation> observations, Target target, String identity) {
        return Round.domainStatus(observations, target, identity).status();
    }
}
