package io.rcptwatch.store;

import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.BudgetUse;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.GreylistWait;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.UnknownRecipientBackoff;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbePacer;
import io.rcptwatch.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Remembers, over restarts, what the budgets have used, who is left alone and until when, who
 * greylists us, who let us in, and about whom we ask more seldom.
 *
 * <p>The limits go by a steady clock, and the next process begins its own at the wall's time. So
 * the file tells the wall's: where that was set, all is written anew by as much later or earlier.
 */
public final class LimitsMemory {
    // What a budget remembers of a host is over after a day.
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TIDY = Duration.ofHours(1);
    // Clocks are set right by less than this all the time.
    private static final Duration NOTED = Duration.ofSeconds(1);

    private final Limiter limiter;
    private final ProbePacer pacing;
    private final InstantSource clock;
    private final InstantSource wall;
    private final StateMap<SpentRecord> spent;
    private final StateMap<Backoff> backoffs;
    private final StateMap<GreylistWait> greylisted;
    private final StateMap<LetInRecord> letIn;
    private final StateMap<UnknownRecipientBackoff.Slowed> slowed;
    private Instant collected = Instant.MIN;
    private Instant tidied;
    private Duration ahead = Duration.ZERO;

    /** What a budget has used, and when it last did. */
    record SpentRecord(BudgetUse spent, Instant at) {}

    /** A receiver that let us in after a wait. */
    record LetInRecord(GreylistKey triplet, Instant at) {}

    /**
     * Lets the limiter and the pacer go on where the last run ended, and remembers them from now
     * on.
     *
     * @param board knows already the state of each target
     * @param clock a steady one, as the limiter has
     */
    public static void keep(
            StateFile file,
            Ledger board,
            Limiter limiter,
            ProbePacer pacing,
            InstantSource clock,
            InstantSource wall) {
        LimitsMemory memory = new LimitsMemory(file, limiter, pacing, clock, wall);
        memory.restore(board);
        file.source(memory::collect);
    }

    /** Remembers from now on a limiter and a pacer that are at work already. */
    public static void follow(
            StateFile file,
            Limiter limiter,
            ProbePacer pacing,
            InstantSource clock,
            InstantSource wall) {
        file.source(new LimitsMemory(file, limiter, pacing, clock, wall)::collect);
    }

    private LimitsMemory(
            StateFile file,
            Limiter limiter,
            ProbePacer pacing,
            InstantSource clock,
            InstantSource wall) {
        this.limiter = limiter;
        this.pacing = pacing;
        this.clock = clock;
        this.wall = wall;
        this.tidied = clock.instant();
        this.spent = file.map("spent", SpentRecord.class);
        this.backoffs = file.map("backoffs", Backoff.class);
        this.greylisted = file.map("greylisted", GreylistWait.class);
        this.letIn = file.map("let-in", LetInRecord.class);
        this.slowed = file.map("slowed", UnknownRecipientBackoff.Slowed.class);
    }

    private void restore(Ledger board) {
        tidy(tidied);
        limiter.restore(
                spent.all().values().stream().map(SpentRecord::spent).toList(),
                List.copyOf(backoffs.all().values()));
        Map<DomainName, UnknownRecipientBackoff.Slowed> slow = new HashMap<>();
        for (TargetState standing : board.standings()) {
            DomainName domain = standing.target().domain();
            slowed.get(domain.ascii()).ifPresent(found -> slow.put(domain, found));
        }
        pacing.restore(
                slow,
                greylisted.all().values(),
                letIn.all().values().stream()
                        .collect(Collectors.toMap(LetInRecord::triplet, LetInRecord::at)));
    }

    private void tidy(Instant now) {
        spent.all()
                .forEach(
                        (key, used) -> {
                            if (used.at().plus(DAY).plus(TIDY).isBefore(now)) {
                                spent.remove(key);
                            }
                        });
    }

    /** On the file's thread, before it writes. */
    private void collect() {
        Instant now = clock.instant();
        Duration set = Duration.between(now.plus(ahead), wall.instant());
        boolean noted = set.abs().compareTo(NOTED) > 0;
        ahead = noted ? ahead.plus(set) : ahead;
        Instant since = noted ? Instant.MIN : collected;
        // A second more: the limiter reads the clock by itself.
        collected = now.minusSeconds(1);
        for (BudgetUse used : limiter.spent(since)) {
            spent.put(
                    used.scope() + " " + used.key(),
                    new SpentRecord(used.later(ahead), collected.plus(ahead)));
        }
        Map<String, Backoff> alone = new HashMap<>();
        limiter.backoffs().forEach(b -> alone.put(b.identity() + " " + b.party(), b.later(ahead)));
        replace(backoffs, alone);
        Map<String, GreylistWait> waiting = new HashMap<>();
        pacing.greylisted().forEach(w -> waiting.put(key(w.triplet()), w.later(ahead)));
        replace(greylisted, waiting);
        Map<String, LetInRecord> known = new HashMap<>();
        pacing.letIn().forEach((t, at) -> known.put(key(t), new LetInRecord(t, at.plus(ahead))));
        replace(letIn, known);
        Map<String, UnknownRecipientBackoff.Slowed> slow = new HashMap<>();
        pacing.slowed().forEach((domain, found) -> slow.put(domain.ascii(), found));
        replace(slowed, slow);
        if (tidied.plus(TIDY).isBefore(collected)) {
            tidied = collected;
            tidy(collected.plus(ahead));
        }
    }

    private static String key(GreylistKey triplet) {
        return String.join(
                " ", triplet.identity(), triplet.sender(), triplet.recipient(), triplet.host());
    }

    private static <V> void replace(StateMap<V> map, Map<String, V> now) {
        now.forEach(map::put);
        map.all().keySet().stream().filter(key -> !now.containsKey(key)).forEach(map::remove);
    }
}
