package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.fail;

import io.rcptwatch.target.DomainName;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows, on its own account, each round to its end, and complains where one has none: a round
 * whose hosts all were left out, with a reason for each, comes to nothing; every other one is
 * finished once.
 */
final class RoundBook {
    private final Map<DomainName, Open> open = new HashMap<>();
    private int finished;
    private int nothing;
    private int cutOff;

    /** A round that goes on. Extra rounds, which ask not every host, do not begin by name. */
    private static final class Open {
        private final int hosts;
        private boolean regular;
        private int observed;
        private int leftOut;

        Open(int hosts) {
            this.hosts = hosts;
        }

        boolean owesAnEnd() {
            return observed > 0 || (regular && leftOut < hosts);
        }
    }

    void planned(DomainName domain, int hosts) {
        Open before = open.put(domain, new Open(hosts));
        if (before != null) {
            ended(domain, before);
        }
    }

    private void ended(DomainName domain, Open round) {
        if (round.owesAnEnd()) {
            fail(domain + ": a round is lost");
        }
        nothing++;
    }

    void began(DomainName domain) {
        of(domain).regular = true;
    }

    void observed(DomainName domain) {
        of(domain).observed++;
    }

    void leftOut(DomainName domain) {
        of(domain).leftOut++;
    }

    void finished(DomainName domain) {
        Open round = of(domain);
        if (round.observed == 0
                || (round.regular && round.observed + round.leftOut != round.hosts)) {
            fail(domain + ": a round is finished before all its hosts are asked or left out");
        }
        open.remove(domain);
        finished++;
    }

    private Open of(DomainName domain) {
        Open round = open.get(domain);
        return round == null ? fail(domain + ": no round goes on") : round;
    }

    /** The process is gone, and with it the rounds that went on. */
    void killed() {
        cutOff += (int) open.values().stream().filter(Open::owesAnEnd).count();
        open.clear();
    }

    /** No round goes on any more. */
    void close() {
        open.forEach(this::ended);
        open.clear();
    }

    @Override
    public String toString() {
        return "%,d rounds finished, %,d left out, %d cut off".formatted(finished, nothing, cutOff);
    }
}
