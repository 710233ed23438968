package io.rcptwatch.agent;

import io.rcptwatch.agent.Receivers.Reply;
import io.rcptwatch.agent.Receivers.Site;
import io.rcptwatch.pace.Contact;
import io.rcptwatch.pace.Decision;
import io.rcptwatch.pace.Extra;
import io.rcptwatch.pace.Gate;
import io.rcptwatch.pace.Greylists.News;
import io.rcptwatch.pace.Heard;
import io.rcptwatch.pace.Occasion;
import io.rcptwatch.pace.Rhythm;
import io.rcptwatch.pace.Ticket;
import io.rcptwatch.pace.Triplet;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/** Plays what the agent does, as fast as the time goes by in which nothing happens. */
final class Week {
    final Receivers receivers;
    final Ledger ledger = new Ledger();
    private final Map<DomainName, List<Instant>> rounds = new HashMap<>();
    final List<Duration> passed = new ArrayList<>();
    final Map<Decision.Reason, Integer> refused = new EnumMap<>(Decision.Reason.class);
    final Map<String, List<Instant>> unwanted = new HashMap<>();
    int stillRunning;
    int tooEarly;

    private final Politeness politeness;
    private final Schedule schedule;
    private final Gate gate;
    private final Rhythm rhythm;
    private final Map<DomainName, Site> sites = new HashMap<>();
    private final Map<Long, Running> asking = new HashMap<>();
    private final Map<DomainName, Running> running = new HashMap<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparing(End::at));

    /** A round that goes on. */
    private static final class Running {
        final Site site;
        final Occasion occasion;
        int open;
        boolean begun;

        Running(Site site, Occasion occasion) {
            this.site = site;
            this.occasion = occasion;
        }
    }

    private record End(Instant at, Ticket ticket, Running round, Reply reply) {}

    Week(Receivers receivers, Politeness politeness, Instant start) {
        this.receivers = receivers;
        this.politeness = politeness;
        this.gate = new Gate(politeness, new Random(2));
        this.rhythm = new Rhythm(politeness);
        this.schedule =
                new Schedule(
                        receivers.sites().stream().map(Site::target).toList(),
                        politeness.minInterval(),
                        new Random(1),
                        start);
        receivers.sites().forEach(site -> sites.put(site.target().domain(), site));
    }

    void run(Instant end) {
        for (Instant now = next(); now.isBefore(end); now = next()) {
            step(now);
        }
    }

    private Instant next() {
        return Stream.of(
                        schedule.nextDue(),
                        rhythm.next().map(Extra::due),
                        gate.nextChange(),
                        Optional.ofNullable(ends.peek()).map(End::at))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When the regular rounds of that target began. */
    List<Instant> rounds(Site site) {
        return rounds.getOrDefault(site.target().domain(), List.of());
    }

    /** How often that party said that it does not want us. */
    int unwanted(String party) {
        return unwanted.getOrDefault(party, List.of()).size();
    }

    private void step(Instant now) {
        while (!ends.isEmpty() && !ends.peek().at().isAfter(now)) {
            end(ends.remove(), now);
        }
        for (var turn = schedule.poll(now); turn.isPresent(); turn = schedule.poll(now)) {
            Site site = site(turn.get().target().domain());
            begin(new Running(site, Occasion.REGULAR), now);
        }
        for (var extra = rhythm.poll(now); extra.isPresent(); extra = rhythm.poll(now)) {
            Site site = site(extra.get().domain());
            if (running.containsKey(extra.get().domain())) {
                rhythm.postpone(extra.get(), now);
                continue;
            }
            begin(new Running(site, extra.get().occasion()), now);
        }
        gate.decide(now).forEach(decision -> decided(decision, now));
    }

    private Site site(DomainName domain) {
        return Objects.requireNonNull(sites.get(domain));
    }

    private void begin(Running round, Instant now) {
        DomainName domain = round.site.target().domain();
        if (running.containsKey(domain)) {
            stillRunning++;
            return;
        }
        running.put(domain, round);
        Duration interval = round.site.target().interval();
        Instant deadline = now.plus(interval.multipliedBy(9).dividedBy(10));
        for (Contact contact : round.site.contacts()) {
            if (rhythm.greylists().mustWait(triplet(round.site, contact), now)) {
                tooEarly++;
            } else {
                round.open++;
                Instant since = rhythm.lastAsked(domain);
                asking.put(gate.ask(contact, since, deadline, interval, now).number(), round);
            }
        }
        finishWhenOver(round, now);
    }

    private void decided(Decision decision, Instant now) {
        Running round = Objects.requireNonNull(asking.remove(decision.ticket().number()));
        switch (decision) {
            case Decision.Granted(Ticket ticket) -> held(ticket, round, now);
            case Decision.Refused(_, Decision.Reason reason) -> {
                refused.merge(reason, 1, Integer::sum);
                round.open--;
                finishWhenOver(round, now);
            }
        }
    }

    private void held(Ticket ticket, Running round, Instant now) {
        Contact contact = ticket.contact();
        long millis = now.toEpochMilli();
        ledger.begin("all", politeness.overall(), millis);
        ledger.begin(contact.host().getHostAddress(), politeness.perHost(), millis);
        if (!contact.provider().equals(Provider.OTHER)) {
            ledger.begin(contact.provider().label(), politeness.perProvider(), millis);
        }
        DomainName domain = round.site.target().domain();
        rhythm.asked(domain, now);
        if (!round.begun && round.occasion == Occasion.REGULAR) {
            rounds.computeIfAbsent(domain, _ -> new ArrayList<>()).add(now);
        }
        round.begun = true;
        Reply reply = receivers.reply(round.site, contact, now);
        if (reply.heard() instanceof Heard.Unwanted) {
            unwanted.computeIfAbsent(party(contact), _ -> new ArrayList<>()).add(now);
        }
        ends.add(new End(now.plus(reply.after()), ticket, round, reply));
    }

    private static String party(Contact contact) {
        return contact.provider().equals(Provider.OTHER)
                ? contact.host().getHostAddress()
                : contact.provider().label();
    }

    private void end(End end, Instant now) {
        Contact contact = end.ticket().contact();
        ledger.end("all");
        ledger.end(contact.host().getHostAddress());
        if (!contact.provider().equals(Provider.OTHER)) {
            ledger.end(contact.provider().label());
        }
        gate.leave(end.ticket(), end.reply().heard(), now);
        rhythm.heard(triplet(end.round().site, contact), end.reply().outcome(), now)
                .ifPresent(this::note);
        end.round().open--;
        finishWhenOver(end.round(), now);
    }

    private void note(News news) {
        if (news instanceof News.Passed(Duration after)) {
            passed.add(after);
        }
    }

    private void finishWhenOver(Running round, Instant now) {
        if (round.open == 0) {
            List<Triplet> triplets =
                    round.site.contacts().stream().map(c -> triplet(round.site, c)).toList();
            DomainName domain = round.site.target().domain();
            Duration interval = round.site.target().interval();
            running.remove(domain);
            rhythm.finished(domain, round.occasion, triplets, false, false, interval, now);
        }
    }

    private static Triplet triplet(Site site, Contact contact) {
        return new Triplet(
                contact.identity(),
                "probe@example.net",
                site.target().recipient().toString(),
                contact.host().getHostAddress());
    }
}
