package io.rcptwatch.report;

import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.verdict.Basis;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyHints;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.DomainPolicies;
import io.rcptwatch.watch.HostPolicy;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Targets and what became of them, for tests of whatever shows them. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07.5Z");

    private Samples() {}

    public static Target target(String domain) {
        return target(domain, identity("default"));
    }

    public static Target target(String domain, Identity... identities) {
        return new Target(
                new DomainName(domain, domain),
                new MailAddress("postmaster", domain),
                Duration.ofMinutes(5),
                25,
                TlsMode.OPPORTUNISTIC,
                List.of(Family.IP4),
                List.of(identities),
                Set.of(Outcome.ACCEPTED),
                new Timeouts(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(180)),
                5,
                new Policies(false, false),
                List.of());
    }

    public static Identity identity(String name) {
        return new Identity(
                name,
                "probe.example.net",
                new MailAddress("probe", "example.net"),
                Optional.empty(),
                List.of());
    }

    /** A conversation that went as far as RCPT and was answered so. */
    public static Observation observation(
            Target target, String mx, Outcome outcome, OutcomeClass outcomeClass, Reply reply) {
        return observation(
                target,
                mx,
                outcome,
                outcomeClass,
                conversation(reply, "SIZE 35882577", "8BITMIME"));
    }

    public static Observation observation(
            Target target,
            String mx,
            Outcome outcome,
            OutcomeClass outcomeClass,
            Conversation conversation) {
        return new Observation(
                target.domain(),
                target.identities().getFirst().name(),
                Provider.OTHER,
                Optional.of(mx),
                10,
                Optional.of(Family.IP4),
                Optional.of(InetAddress.ofLiteral("192.0.2.25")),
                conversation,
                verdict(outcome, outcomeClass, conversation.ending()),
                HostPolicy.configured(target.tls()).judge(conversation),
                NOW);
    }

    public static Observation accepted(Target target, String mx) {
        return observation(
                target, mx, Outcome.ACCEPTED, OutcomeClass.OK, Reply.of(250, "2.1.5 Ok"));
    }

    public static Observation blocked(Target target, String mx) {
        return observation(
                target,
                mx,
                Outcome.IP_BLOCKED,
                OutcomeClass.REJECTED,
                Reply.of(550, "5.7.1 Service unavailable; client host blocked"));
    }

    /** The domain does not exist: nobody could be asked. */
    public static Observation unroutable(Target target) {
        ProbeEnd.NoRoute ending =
                new ProbeEnd.NoRoute(ProbeEnd.NoRoute.Cause.NO_SUCH_DOMAIN, "no such domain");
        return new Observation(
                target.domain(),
                target.identities().getFirst().name(),
                Provider.OTHER,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Conversation.notHeld(ending),
                verdict(Outcome.DOMAIN_UNROUTABLE, OutcomeClass.DNS, ending),
                HostPolicy.configured(target.tls()).judge(Conversation.notHeld(ending)),
                NOW);
    }

    public static Verdict verdict(Outcome outcome, OutcomeClass outcomeClass, ProbeEnd ending) {
        return new Verdict(
                outcome,
                outcomeClass,
                outcome.fault(),
                outcomeClass == OutcomeClass.OK ? Basis.CODE : Basis.TEXT,
                outcomeClass == OutcomeClass.REJECTED,
                Optional.of(ending.phase()),
                ending instanceof ProbeEnd.Replied(_, Reply reply)
                        ? Optional.of(reply)
                        : Optional.empty(),
                "sample-rule",
                "What it means.",
                "What to do.",
                Optional.of("https://help.example/block?code=5.7.1&x=y"),
                ReplyHints.NONE);
    }

    public static Conversation conversation(Reply toRcpt, String... extensions) {
        Reply ehlo = new Reply(250, lines(extensions));
        return new Conversation(
                List.of(
                        step(Phase.CONNECT, Optional.empty(), Optional.empty()),
                        step(Phase.BANNER, Optional.empty(), Reply.of(220, "mx ESMTP")),
                        step(Phase.EHLO, Optional.of("EHLO probe.example.net"), ehlo),
                        step(
                                Phase.MAIL,
                                Optional.of("MAIL FROM:<probe@example.net>"),
                                Reply.of(250, "2.1.0 Ok")),
                        step(Phase.RCPT, Optional.of("RCPT TO:<postmaster@a.example>"), toRcpt),
                        step(Phase.QUIT, Optional.of("QUIT"), Reply.of(221, "2.0.0 Bye"))),
                new ProbeEnd.Replied(Phase.RCPT, toRcpt),
                Optional.of(Extensions.of(ehlo)),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> lines(String... extensions) {
        return Stream.concat(Stream.of("mx greets you"), Arrays.stream(extensions)).toList();
    }

    private static DialogueStep step(Phase phase, Optional<String> sent, Reply reply) {
        return step(phase, sent, Optional.of(reply));
    }

    private static DialogueStep step(Phase phase, Optional<String> sent, Optional<Reply> reply) {
        return new DialogueStep(phase, sent, reply, Duration.ofMillis(20));
    }

    /** The same conversation after a handshake, or after one that failed. */
    public static Conversation secured(
            Conversation plain, Optional<TlsSession> session, Optional<TlsProblem> trouble) {
        return new Conversation(
                plain.steps(),
                plain.ending(),
                plain.extensions(),
                session,
                trouble.map(problem -> new TlsTrouble(problem, "what went wrong")));
    }

    /** A round with one status for every identity. */
    public static Round round(Target target, Status status, Observation... observations) {
        Map<String, Status> statuses = new LinkedHashMap<>();
        target.identities().forEach(identity -> statuses.put(identity.name(), status));
        Set<String> hosts =
                List.of(observations).stream()
                        .flatMap(observation -> observation.mx().stream())
                        .collect(Collectors.toSet());
        return new Round(
                target.domain(),
                Provider.OTHER,
                hosts,
                List.of(observations),
                statuses,
                Optional.of(new DomainPolicies(new StsState.Absent(), new TlsRpt.Absent())),
                NOW.minusSeconds(1),
                NOW);
    }
}
