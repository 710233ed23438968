package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.limits.Greylists;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.limits.SteadyClock;
import io.rcptwatch.store.InUseException;
import io.rcptwatch.store.LimitsMemory;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.store.TargetMemory;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.Receivers.Link;
import io.rcptwatch.watch.Receivers.Reply;
import io.rcptwatch.watch.Receivers.Site;
import io.rcptwatch.wire.Shutdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Drives the real engine, limits and ledger by a clock of its own, as fast as they go: only the DNS
 * and the receivers are simulated. One thread; the same every time but for the jitter of rounds.
 */
final class Week implements Probes {
    private static final Duration LOOKUP = Duration.ofMillis(20);
    // The engine takes a longer step for a jump of the clock.
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Set<SkipReason> LEFT_OUT =
            EnumSet.of(SkipReason.BUDGET, SkipReason.BACKOFF, SkipReason.GREYLISTED);
    private static final Duration BEFORE_KILL = Duration.ofMinutes(2);

    final Receivers receivers;
    final ContactBook book = new ContactBook();
    final RoundBook roundBook = new RoundBook();
    // A round that fails ends nothing but itself: what fails within one is noted here.
    final List<AssertionError> complaints = new ArrayList<>();
    final List<Duration> passed = new ArrayList<>();
    final Map<SkipReason, Integer> skipped = new EnumMap<>(SkipReason.class);
    final Map<String, List<Instant>> unwanted = new HashMap<>();
    final Map<DomainName, List<Instant>> turns = new HashMap<>();
    int attempts;
    int results;
    int lost;

    private final Map<DomainName, List<Instant>> rounds = new HashMap<>();
    private final Set<DomainName> begun = new HashSet<>();
    private final Map<String, Instant> leftAlone = new HashMap<>();
    private final Map<DomainName, Site> sites = new HashMap<>();
    private final Optional<Path> folder;
    private final Instant start;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long number;
    private Instant steady;
    private Duration set = Duration.ZERO;
    private Politeness politeness;
    private List<Target> configured;
    private int processes;
    private boolean waitsForDisk;

    private Ledger ledger;
    private Limiter limiter;
    private RoundRunner runner;
    private Engine engine;
    private Optional<StateFile> file = Optional.empty();

    /** Something that the simulation does then. */
    private record Event(Instant at, long number, Runnable action, Optional<Link> link)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    /**
     * Starts it.
     *
     * @param folder where it remembers what outlives a restart
     */
    Week(Receivers receivers, Politeness politeness, Instant start, Optional<Path> folder)
            throws IOException, InUseException {
        this.receivers = receivers;
        this.politeness = politeness;
        this.configured = receivers.sites().stream().map(Site::target).toList();
        this.start = start;
        this.steady = start;
        this.folder = folder;
        receivers.sites().forEach(site -> sites.put(site.target().domain(), site));
        start();
    }

    private void start() throws IOException, InUseException {
        InstantSource clock =
                new SteadyClock(this::wall, () -> Duration.between(start, steady).toNanos());
        ledger = new Ledger(configured, this::wall);
        limiter = new Limiter(politeness, new Random(2), clock);
        ProbePacer pacer = new ProbePacer(politeness, clock);
        if (folder.isPresent()) {
            StateFile opened = StateFile.open(folder.get().resolve(name()), this::wall);
            file = Optional.of(opened);
            TargetMemory memory = new TargetMemory(opened, ledger, 5, this::wall);
            ledger.subscribe(event -> memory.accept(unhurried(event)));
            LimitsMemory.keep(opened, ledger, limiter, pacer, clock, this::wall);
        }
        ledger.subscribe(event -> noted(() -> note(event)));
        runner = new RoundRunner(ledger, limiter, pacer, new Shutdown(), this::wall);
        engine = engine(Optional.empty());
    }

    private String name() {
        return "state" + processes;
    }

    /**
     * Each conversation waits for the disk, 50 ms of real time; for all of a week that would be
     * long, and only what comes shortly before a kill matters.
     */
    private LedgerEvent unhurried(LedgerEvent event) {
        return !waitsForDisk && event.cause() instanceof LedgerEntry.Attempt attempt
                ? new LedgerEvent(
                        event.before(), event.after(), new LedgerEntry.Routed(attempt.provider()))
                : event;
    }

    private Engine engine(Optional<Engine> before) {
        return new Engine(
                EngineParts.settings(Samples.RESOLUTION, politeness, configured),
                this,
                runner,
                () -> {},
                before,
                this::wall);
    }

    private Instant wall() {
        return steady.plus(set);
    }

    /** The wall clock is set by so much. */
    void setClock(Duration by) {
        set = set.plus(by);
    }

    /** Another configuration. */
    void reload(List<Target> targets, Politeness allowed) {
        politeness = allowed;
        configured = targets;
        engine = engine(Optional.of(engine));
    }

    /**
     * The process dies while it holds a conversation: the next one finds the file as it was written
     * last, and starts some time later.
     *
     * @return when it died
     */
    Instant kill(Duration down) throws IOException, InUseException {
        waitsForDisk = true;
        run(steady.plus(BEFORE_KILL));
        while (attempts == results) {
            run(steady.plusMillis(1));
        }
        waitsForDisk = false;
        StateFile left = file.orElseThrow();
        Path found = folder.orElseThrow();
        Path before = found.resolve(name());
        processes++;
        Files.copy(before, found.resolve(name()));
        engine.close();
        left.close();
        events.stream().flatMap(event -> event.link().stream()).forEach(this::leave);
        lost += attempts - results;
        results = attempts;
        roundBook.killed();
        events.clear();
        begun.clear();
        Instant died = steady;
        steady = steady.plus(down);
        start();
        return died;
    }

    /** Until then, by a clock that is never set. */
    void run(Instant end) {
        while (steady.isBefore(end)) {
            while (!events.isEmpty() && !events.peek().at().isAfter(steady)) {
                events.remove().action().run();
            }
            Duration pause = engine.step(wall());
            Instant next = steady.plus(shorter(pause, STEP)).plusMillis(1);
            Instant event = events.isEmpty() ? Instant.MAX : events.peek().at();
            steady = event.isBefore(next) ? event : next;
        }
    }

    /** Begins nothing more and lets all rounds end. */
    int finish() {
        engine.close();
        Instant end = steady.plus(Duration.ofDays(1));
        while (runner.running() > 0 && steady.isBefore(end)) {
            limiter.step();
            if (events.isEmpty()) {
                steady = steady.plus(STEP);
            } else {
                Event event = events.remove();
                steady = event.at().isAfter(steady) ? event.at() : steady;
                event.action().run();
            }
        }
        file.ifPresent(StateFile::close);
        return runner.running();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** When the regular rounds of that target began. */
    List<Instant> rounds(Site site) {
        return rounds.getOrDefault(site.target().domain(), List.of());
    }

    /** How often that party said that it does not want us. */
    int unwanted(String party) {
        return unwanted.getOrDefault(party, List.of()).size();
    }

    private void noted(Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            complaints.add(e);
        }
    }

    private void note(LedgerEvent event) {
        DomainName domain = event.after().target().domain();
        switch (event.cause()) {
            case LedgerEntry.Began _ -> {
                begun.add(domain);
                roundBook.began(domain);
                turn(domain);
            }
            case LedgerEntry.Attempt _ -> {
                attempts++;
                if (begun.remove(domain)) {
                    rounds.computeIfAbsent(domain, _ -> new ArrayList<>()).add(steady);
                }
            }
            case LedgerEntry.Observed _ -> {
                results++;
                roundBook.observed(domain);
            }
            case LedgerEntry.Finished _ -> roundBook.finished(domain);
            case LedgerEntry.Greylisting(_, Greylists.News.Passed(Duration after)) ->
                    passed.add(after);
            case LedgerEntry.Skipped(SkipReason reason) -> {
                skipped.merge(reason, 1, Integer::sum);
                if (LEFT_OUT.contains(reason)) {
                    roundBook.leftOut(domain);
                }
                if (reason == SkipReason.STILL_RUNNING || reason == SkipReason.RECIPIENT_UNKNOWN) {
                    turn(domain);
                }
            }
            default -> {}
        }
    }

    private void turn(DomainName domain) {
        turns.computeIfAbsent(domain, _ -> new ArrayList<>()).add(steady);
    }

    @Override
    public Provider expectedProvider(Target target) {
        return Provider.OTHER;
    }

    @Override
    public CompletableFuture<Plan> plan(Target target) {
        Site site = site(target);
        CompletableFuture<Plan> plan = new CompletableFuture<>();
        List<HostProbe> probes = site.links().stream().map(link -> probe(target, link)).toList();
        Provider provider = probes.getFirst().provider();
        DnsTiming timing = new DnsTiming(wall(), LOOKUP);
        after(
                LOOKUP,
                Optional.empty(),
                () ->
                        plan.complete(
                                new Plan(
                                        target,
                                        provider,
                                        Set.of("mx." + target.domain().ascii()),
                                        probes,
                                        List.of(),
                                        Optional.empty(),
                                        timing)));
        noted(() -> roundBook.planned(target.domain(), probes.size()));
        return plan;
    }

    private void after(Duration time, Optional<Link> link, Runnable action) {
        events.add(new Event(steady.plus(time), number++, action, link));
    }

    private Site site(Target target) {
        return Objects.requireNonNull(sites.get(target.domain()));
    }

    private static HostProbe probe(Target target, Link link) {
        MailHost host =
                new MailHost(
                        "mx-" + link.host(),
                        25,
                        10,
                        new AddressLookup.FoundAddresses(List.of(link.contact().host())));
        return new HostProbe(
                target,
                target.identities().getFirst(),
                host,
                link.contact().provider(),
                HostPolicy.configured(target.tls()),
                Family.IP4,
                List.of(link.contact().host()));
    }

    @Override
    public CompletableFuture<Observation> hold(
            HostProbe probe, QueuePriority priority, Limiter.Room room, Runnable begins) {
        Site site = site(probe.target());
        Link link =
                site.links().stream()
                        .filter(l -> l.contact().host().equals(probe.addresses().getFirst()))
                        .findFirst()
                        .orElseThrow();
        begins.run();
        noted(
                () ->
                        assertThat(leftAlone.getOrDefault(link.party(), Instant.MIN))
                                .as("%s at %s: it does not want us", link.party(), steady)
                                .isBeforeOrEqualTo(steady));
        noted(() -> enter(link));
        Reply reply = receivers.reply(site, link, steady);
        if (reply.heard() instanceof ReceiverFeedback.Unwanted) {
            unwanted.computeIfAbsent(link.party(), _ -> new ArrayList<>()).add(steady);
        }
        CompletableFuture<Observation> seen = new CompletableFuture<>();
        after(
                reply.after(),
                Optional.of(link),
                () -> {
                    leave(link);
                    heard(link.party(), reply.heard());
                    room.heard(reply.heard());
                    room.close();
                    seen.complete(receivers.observation(probe, reply));
                });
        return seen;
    }

    /** Who does not want us is left alone at least that long, whatever else goes on there. */
    private void heard(String party, ReceiverFeedback heard) {
        switch (heard) {
            case ReceiverFeedback.Unwanted(Duration named, _) -> {
                Duration least = politeness.backoff().least();
                Duration wait = named.compareTo(least) > 0 ? named : least;
                // What began before has no say in it.
                leftAlone.merge(
                        party,
                        steady.plus(wait),
                        (before, next) -> before.isAfter(steady) ? before : next);
            }
            case ReceiverFeedback.Welcome() -> leftAlone.remove(party);
            case ReceiverFeedback.Nothing() -> {}
        }
    }

    private void enter(Link link) {
        long millis = steady.toEpochMilli();
        book.begin("all", politeness.overall(), millis);
        book.begin(link.host(), politeness.perHost(), millis);
        if (!link.contact().provider().equals(Provider.OTHER)) {
            book.begin(link.party(), politeness.perProvider(), millis);
        }
    }

    private void leave(Link link) {
        book.end("all");
        book.end(link.host());
        if (!link.contact().provider().equals(Provider.OTHER)) {
            book.end(link.party());
        }
    }
}
