package io.rcptwatch.agent;

import io.rcptwatch.dns.MailHost;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Ending;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.Question;
import io.rcptwatch.probe.Step;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.HostResult;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the conversations of a plan, each host, family and identity apart, and sums them up. */
public final class Inquirer {
    // RFC 5321 §5.1: a sender should try at least two addresses; more would be a burden.
    private static final int MOST_ADDRESSES = 2;

    private final Prober prober;
    private final Judge judge;
    private final Limiter limiter;
    private final InstantSource clock;

    /** Asks with these. */
    public Inquirer(Prober prober, Judge judge, Limiter limiter, InstantSource clock) {
        this.prober = prober;
        this.judge = judge;
        this.limiter = limiter;
        this.clock = clock;
    }

    /** The same, but that judge has the say. */
    Inquirer judgingBy(Judge other) {
        return new Inquirer(prober, other, limiter, clock);
    }

    /**
     * Holds one conversation, as soon as there is room for it.
     *
     * @throws InterruptedException where the agent stops before there is room
     */
    public Observation hold(Call call, Listener listener) throws InterruptedException {
        List<Step> steps = List.of();
        List<InetAddress> addresses =
                call.addresses().subList(0, Math.min(MOST_ADDRESSES, call.addresses().size()));
        for (InetAddress address : addresses) {
            Conversation conversation = hold(call, address, listener).after(steps);
            if (address.equals(addresses.getLast()) || !noConnection(conversation)) {
                return observation(call, address, conversation);
            }
            steps = conversation.steps();
        }
        throw new IllegalArgumentException("a call without addresses");
    }

    private Conversation hold(Call call, InetAddress address, Listener listener)
            throws InterruptedException {
        Target target = call.target();
        MailHost host = call.host();
        Question question =
                new Question(
                        host.name(),
                        new InetSocketAddress(address, host.port()),
                        call.identity(),
                        target.recipient(),
                        call.policy().demand(),
                        target.timeouts());
        try (Limiter.Room _ = limiter.enter(address, call.provider())) {
            return prober.probe(question, listener);
        }
    }

    private static boolean noConnection(Conversation conversation) {
        return conversation.ending() instanceof Ending.Failed(Phase phase, Fault fault)
                && phase == Phase.CONNECT
                && fault.kind() != Fault.Kind.LOCAL_ERROR;
    }

    private Observation observation(Call call, InetAddress address, Conversation conversation) {
        return new Observation(
                call.target(),
                call.identity().name(),
                call.provider(),
                Optional.of(call.host().label()),
                call.host().preference(),
                Optional.of(call.family()),
                Optional.of(address),
                conversation,
                judge.judge(conversation, call.provider()),
                call.policy().judge(conversation),
                clock.instant());
    }

    /** What a plan and the conversations that it asked for come to. */
    public Round conclude(Plan plan, List<Observation> held) {
        List<Observation> all = Stream.concat(plan.settled().stream(), held.stream()).toList();
        Map<String, Status> statuses = new HashMap<>();
        for (Identity identity : plan.target().identities()) {
            statuses.put(identity.name(), status(all, identity.name()));
        }
        return new Round(
                plan.target(),
                plan.provider(),
                plan.hosts(),
                all,
                statuses,
                plan.policies(),
                plan.startedAt(),
                clock.instant());
    }

    private static Status status(List<Observation> observations, String identity) {
        return Status.of(
                observations.stream()
                        .filter(observation -> observation.identity().equals(identity))
                        .map(Inquirer::hostResult)
                        .toList());
    }

    private static HostResult hostResult(Observation observation) {
        return HostResult.of(
                observation.preference(),
                observation.family(),
                observation.verdict(),
                observation.success());
    }
}
