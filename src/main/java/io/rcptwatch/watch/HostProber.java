package io.rcptwatch.watch;

import io.rcptwatch.dns.MailHost;
import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.Limiter.Queued;
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
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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

    /**
     * Holds a conversation with the first address, and if no connection comes about with the next
     * one, as soon as there is room for that.
     *
     * @param priority of the wait for room for the next one
     * @param room for the first one; is closed when it is over
     * @param begins is run when it begins
     * @throws InterruptedException if the thread is interrupted while it waits for room
     */
    public Observation hold(
            HostProbe probe,
            QueuePriority priority,
            Limiter.Room room,
            Runnable begins,
            Listener listener)
            throws InterruptedException {
        List<InetAddress> addresses =
                probe.addresses().subList(0, Math.min(MOST_ADDRESSES, probe.addresses().size()));
        Observation seen = hold(probe, addresses.getFirst(), List.of(), room, begins, listener);
        for (InetAddress address : addresses.subList(1, addresses.size())) {
            if (noConnection(seen.conversation())
                    && limiter.enter(probe.limitKey(address), priority)
                            instanceof Queued.Admitted(Limiter.Room next)) {
                List<DialogueStep> before = seen.conversation().steps();
                seen = hold(probe, address, before, next, () -> {}, listener);
            }
        }
        return seen;
    }

    private Observation hold(
            HostProbe probe,
            InetAddress address,
            List<DialogueStep> before,
            Limiter.Room room,
            Runnable begins,
            Listener listener)
            throws InterruptedException {
        Conversation conversation;
        Verdict verdict;
        try (room) {
            begins.run();
            conversation = prober.probe(question(probe, address), listener);
            verdict = judge.judge(conversation, probe.provider());
            room.heard(ReceiverFeedback.in(verdict));
        }
        return observation(probe, address, conversation.after(before), verdict);
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
            HostProbe call, InetAddress address, Conversation conversation, Verdict verdict)
            throws InterruptedException {
        return new Observation(
                call.target().domain(),
                call.identity().name(),
                call.provider(),
                Optional.of(call.host().label()),
                call.host().preference(),
                Optional.of(call.family()),
                Optional.of(address),
                conversation,
                confirmed(verdict, call, conversation),
                call.policy().judge(conversation),
                clock.instant());
    }

    /** If our own network blocks the port, a connection that fails says nothing about the host. */
    private Verdict confirmed(Verdict verdict, HostProbe call, Conversation conversation)
            throws InterruptedException {
        ProbePoint point = new ProbePoint(call.identity(), call.family());
        return noConnection(conversation) && egress.blocks(point, call.host().port())
                ? judge.egressBlocked(conversation)
                : verdict;
    }
}
