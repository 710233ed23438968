package io.rcptwatch.watch;

import io.rcptwatch.limits.Admission;
import io.rcptwatch.limits.ExtraRound;
import io.rcptwatch.limits.ExtraRounds;
import io.rcptwatch.limits.Gate;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.Greylists.News;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.limits.Ticket;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.watch.Receivers.Link;
import io.rcptwatch.watch.Receivers.Reply;
import io.rcptwatch.watch.Receivers.Site;
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
    final ContactBook ledger = new ContactBook();
    private final Map<DomainName, List<Instant>> rounds = new HashMap<>();
    final List<Duration> passed = new ArrayList<>();
    final Map<Admission.DenialReason, Integer> refused =
            new EnumMap<>(Admission.DenialReason.class);
    final Map<String, List<Instant>> unwanted = new HashMap<>();
    int stillRunning;
    int tooEarly;

    private final Politeness politeness;
    private final Schedule schedule;
    private final Gate gate;
    private final ExtraRounds rhythm;
    private final Map<DomainName, Site> sites = new HashMap<>();
    private final Map<Long, Wish> asking = new HashMap<>();
    private final Map<DomainName, Running> running = new HashMap<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparing(End::at));

    /** A round that goes on. */
    private static final class Running {
        final Site site;
        final RoundTrigger occasion;
        int open;
        boolean begun;

        Running(Site site, RoundTrigger occasion) {
            this.site = site;
            this.occasion = occasion;
        }
    }

    private record Wish(Running round, Link link) {}

    private record End(Instant at, Ticket ticket, Running round, Link link, Reply reply) {}

    Week(Receivers receivers, Politeness politeness, Instant start) {
        this.receivers = receivers;
        this.politeness = politeness;
        this.gate = new Gate(politeness, new Random(2));
        this.rhythm = new ExtraRounds(politeness);
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
                        rhythm.next().map(ExtraRound::due),
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
            begin(new Running(site, RoundTrigger.REGULAR), now);
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
        Instant since = rhythm.lastAsked(domain);
        for (Link link : round.site.links()) {
            if (rhythm.greylists().mustWait(link.triplet(), now)) {
                tooEarly++;
            } else {
                round.open++;
                Ticket ticket = gate.ask(link.contact(), since, deadline, interval, now);
                asking.put(ticket.number(), new Wish(round, link));
            }
        }
        finishWhenOver(round, now);
    }

    private void decided(Admission decision, Instant now) {
        Wish wish = Objects.requireNonNull(asking.remove(decision.ticket().number()));
        switch (decision) {
            case Admission.Granted(Ticket ticket) -> held(ticket, wish.round(), wish.link(), now);
            case Admission.Denied(_, Admission.DenialReason reason) -> {
                refused.merge(reason, 1, Integer::sum);
                wish.round().open--;
                finishWhenOver(wish.round(), now);
            }
        }
    }

    private void held(Ticket ticket, Running round, Link link, Instant now) {
        long millis = now.toEpochMilli();
        ledger.begin("all", politeness.overall(), millis);
        ledger.begin(link.host(), politeness.perHost(), millis);
        if (round.site.number() > 0) {
            ledger.begin(link.party(), politeness.perProvider(), millis);
        }
        DomainName domain = round.site.target().domain();
        rhythm.asked(domain, now);
        if (!round.begun && round.occasion == RoundTrigger.REGULAR) {
            rounds.computeIfAbsent(domain, _ -> new ArrayList<>()).add(now);
        }
        round.begun = true;
        Reply reply = receivers.reply(round.site, link, now);
        if (reply.heard() instanceof ReceiverFeedback.Unwanted) {
            unwanted.computeIfAbsent(link.party(), _ -> new ArrayList<>()).add(now);
        }
        ends.add(new End(now.plus(reply.after()), ticket, round, link, reply));
    }

    private void end(End end, Instant now) {
        Running round = end.round();
        ledger.end("all");
        ledger.end(end.link().host());
        if (round.site.number() > 0) {
            ledger.end(end.link().party());
        }
        gate.leave(end.ticket(), end.reply().heard(), now);
        rhythm.heard(end.link().triplet(), end.reply().outcome(), now).ifPresent(this::note);
        round.open--;
        finishWhenOver(round, now);
    }

    private void note(News news) {
        if (news instanceof News.Passed(Duration after)) {
            passed.add(after);
        }
    }

    private void finishWhenOver(Running round, Instant now) {
        if (round.open == 0) {
            List<GreylistKey> triplets = round.site.links().stream().map(Link::triplet).toList();
            DomainName domain = round.site.target().domain();
            Duration interval = round.site.target().interval();
            running.remove(domain);
            rhythm.finished(domain, round.occasion, triplets, false, false, interval, now);
        }
    }
}
