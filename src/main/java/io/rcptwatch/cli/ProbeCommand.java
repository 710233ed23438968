package io.rcptwatch.cli;

import io.rcptwatch.app.AgentSocket;
import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.DomainNames;
import io.rcptwatch.config.MailAddresses;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.config.UnfitException;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.report.StatusOrder;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.store.AgentAnswer;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.AnswerSource;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.HostProbe;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Plan;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.SkipReason;
import io.rcptwatch.wire.Shutdown;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe}: one round now. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a domain's mail hosts right now, shows what is said and what it means.",
            "A domain that is not configured is asked with the configuration's defaults."
        },
        exitCodeOnInvalidInput = ProbeCommand.UNKNOWN,
        exitCodeOnExecutionException = ProbeCommand.UNKNOWN,
        exitCodeListHeading = "%nExit codes, as Nagios has them:%n",
        exitCodeList = {
            "0:deliverable",
            "1:degraded or deferred",
            "2:rejected or unreachable",
            "3:inconclusive, or wrong usage"
        })
final class ProbeCommand implements Callable<Integer> {
    static final int UNKNOWN = 3;

    private static final QueuePriority PATIENCE =
            new QueuePriority(Instant.MIN, Duration.ofHours(1), Duration.ofHours(1));

    @Spec private @Nullable CommandSpec spec;

    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(paramLabel = "DOMAIN", description = "The domain that mail is addressed to.")
    private String domain = "";

    @Option(
            names = "--recipient",
            paramLabel = "ADDR",
            description = "Whom to ask for: a local part or a full address.")
    private @Nullable String recipient;

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Who asks (default: every identity of the target).")
    private @Nullable String identity;

    @Option(
            names = "--format",
            paramLabel = "human|json|nagios",
            defaultValue = "human",
            description = "How to show it (default: ${DEFAULT-VALUE}).")
    private ProbeFormat format = ProbeFormat.human;

    private enum ProbeFormat {
        human,
        json,
        nagios
    }

    @Override
    public Integer call() throws InterruptedException, IOException, WorldFileException {
        DomainName name = parsed(DomainNames::parse, domain);
        Optional<ConfigurationReading.Fit> fit = configuration.readWith(name, System.err);
        if (fit.isEmpty()) {
            return UNKNOWN;
        }
        Configuration loaded = fit.get().configuration();
        Target target = target(loaded, name);
        if (!ConfigurationOption.none(fit.get().cannotAsk(target.identities()), System.err)) {
            return UNKNOWN;
        }
        Optional<Integer> told = askAgent(loaded, target);
        if (told.isPresent()) {
            return told.get();
        }
        try (ProbeWorld world = ProbeWorld.of(loaded)) {
            return probe(fit.get().settings(), target, world);
        }
    }

    /**
     * The agent that runs with this configuration's state file, if there is one, holds the round:
     * by its limits, and counted by them. Empty: this command has to ask by itself.
     */
    private Optional<Integer> askAgent(Configuration loaded, Target target) throws IOException {
        Optional<Path> state = loaded.state().map(StateSettings::file);
        if (state.isEmpty()) {
            return past("the configuration names no state file, beside which an agent listens");
        }
        if (recipient != null) {
            return past("it asks for the recipient of its configuration");
        }
        // A check that runs every few minutes takes what the agent found out; a person wants to see
        // it happen.
        boolean now = format != ProbeFormat.nagios;
        AgentAnswer answer;
        try {
            answer = AgentSocket.ask(state.get(), target.domain(), now);
        } catch (IOException e) {
            return past("none answers at " + AgentSocket.beside(state.get()) + ": " + reason(e));
        }
        return answer.source().isEmpty()
                ? past("it does not probe " + target.domain())
                : Optional.of(show(target, answer, answer.source().get()));
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such socket" : String.valueOf(e.getMessage());
    }

    private static Optional<Integer> past(String why) {
        System.err.println("rcptwatch: this probe goes past the agent: " + why);
        return Optional.empty();
    }

    private int show(Target target, AgentAnswer answer, AnswerSource source) throws IOException {
        notice(source).ifPresent(text -> System.err.println("rcptwatch: " + text));
        if (answer.round().isEmpty()) {
            System.err.println("rcptwatch: the agent has no result yet for " + target.domain());
            return UNKNOWN;
        }
        Round round = answer.round().get().heardBy(names(target));
        ProbeReport report = report();
        round.observations().forEach(observation -> report.told(target, observation));
        report.conclude(target, round, answer.since());
        return exitCode(StatusOrder.overall(round.statuses().values().stream()));
    }

    /** Why the result is not of a new round though one was wanted. */
    private static Optional<String> notice(AnswerSource source) {
        return switch (source) {
            case FRESH, LATEST -> Optional.empty();
            case TOO_SOON ->
                    Optional.of("too soon for a new round: this is the agent's latest result");
            case LEFT_OUT ->
                    Optional.of(
                            "the agent's limits allow no new round, or its receivers want us to stay"
                                    + " away: this is its latest result");
            case TOO_LATE -> Optional.of("the new round takes long: this is the one before");
            case GIVEN_UP -> Optional.of("the new round was given up: this is the one before");
        };
    }

    private static Set<String> names(Target target) {
        return target.identities().stream().map(Identity::name).collect(Collectors.toSet());
    }

    /** The target as configured, but for what the options say. */
    private Target target(Configuration loaded, DomainName name) {
        Target target =
                loaded.targets().stream()
                        .filter(t -> t.domain().ascii().equals(name.ascii()))
                        .findFirst()
                        .orElseThrow();
        Target asked = recipient == null ? target : target.withRecipient(address(recipient, name));
        return identity == null ? asked : asked.withIdentity(asking(loaded, asked, identity));
    }

    private Identity asking(Configuration loaded, Target target, String wanted) {
        Identity only = identityNamed(loaded, wanted);
        if (target.families().stream().noneMatch(only::connectsOver)) {
            throw wrong("'" + wanted + "' has a source_address of no family of the target");
        }
        return only;
    }

    private MailAddress address(String text, DomainName name) {
        return parsed(MailAddresses::parse, text.contains("@") ? text : text + "@" + name.ascii());
    }

    private Identity identityNamed(Configuration loaded, String wanted) {
        return loaded.identities().stream()
                .filter(i -> i.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> wrong("'" + wanted + "' is no identity of the configuration"));
    }

    private interface FormatParser<T> {
        T parse(String text) throws UnfitException;
    }

    private <T> T parsed(FormatParser<T> parser, String text) {
        try {
            return parser.parse(text);
        } catch (UnfitException e) {
            throw wrong("'" + text + "' " + e.complaint());
        }
    }

    private ParameterException wrong(String complaint) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), complaint);
    }

    private Integer probe(EngineSettings settings, Target target, ProbeWorld world)
            throws InterruptedException, IOException {
        InstantSource clock = InstantSource.system();
        Limiter limiter = new Limiter(settings.politeness(), new Random(), clock);
        ProberWiring wiring =
                ProberWiring.of(
                        settings,
                        world.surroundings(),
                        limiter,
                        new Shutdown(),
                        Optional.empty(),
                        clock);
        ProbeReport report = report();
        Plan plan = wiring.planner().plan(target);
        plan.settled().forEach(report::settled);
        List<Observation> observations = new ArrayList<>();
        // One after the other: a person reads along.
        for (HostProbe probe : plan.calls()) {
            switch (limiter.enter(probe.limitKey(), PATIENCE)) {
                case Limiter.Queued.Admitted(Limiter.Room room) -> {
                    Observation observation =
                            wiring.prober()
                                    .hold(probe, PATIENCE, room, () -> {}, report.begin(probe));
                    report.end(observation);
                    observations.add(observation);
                }
                case Limiter.Queued.Refused(var reason) -> report.leftOut(SkipReason.of(reason));
            }
        }
        Round round = plan.conclude(observations, List.of(), clock.instant());
        report.conclude(target, round, Map.of());
        return exitCode(StatusOrder.overall(round.statuses().values().stream()));
    }

    private ProbeReport report() {
        return switch (format) {
            case human ->
                    new HumanReport(
                            System.out, TerminalStyle.ofStandardOutput(), InstantSource.system());
            case json -> new JsonReport(System.out);
            case nagios -> new NagiosReport(System.out);
        };
    }

    /** As Nagios wants it: 0 OK, 1 warning, 2 critical, 3 unknown. */
    static int exitCode(Status status) {
        return switch (status) {
            case DELIVERABLE -> 0;
            case DEGRADED, DEFERRED -> 1;
            case REJECTED, UNREACHABLE -> 2;
            case INCONCLUSIVE, PENDING -> UNKNOWN;
        };
    }
}
