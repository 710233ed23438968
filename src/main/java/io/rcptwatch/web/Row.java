package io.rcptwatch.web;

import io.rcptwatch.agent.Observation;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.agent.Wait;
import io.rcptwatch.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one target stands as one identity sees it. What is not known is the empty text.
 *
 * @param path the target's name in a link
 * @param since when the status began
 * @param fault whose turn it is to act
 * @param answer what the server said, or why it said nothing
 * @param waits why it is not asked yet
 */
record Row(
        String domain,
        String path,
        String provider,
        String identity,
        Badge badge,
        Since since,
        String outcome,
        String fault,
        String mx,
        String answer,
        String meaning,
        String advice,
        Moment when,
        String duration,
        List<Waiting> waits) {
    private static final int LONGEST_ANSWER = 300;

    static Row of(Standing standing, String identity, List<Wait> waits, Instant now) {
        Optional<Observation> deciding = Answer.deciding(standing, identity);
        Optional<Verdict> verdict = deciding.map(Observation::verdict);
        String domain = standing.target().domain().configured();
        return new Row(
                domain,
                Texts.path(domain),
                standing.provider().label(),
                identity,
                Badge.of(standing.status(identity)),
                Since.of(standing.since(identity), now),
                verdict.map(v -> v.outcome().label()).orElse(""),
                verdict.map(v -> v.fault().label()).orElse(""),
                deciding.flatMap(Observation::mx).orElse(""),
                deciding.map(Row::answer).orElse(""),
                verdict.map(Verdict::meaning).orElse(""),
                verdict.map(Verdict::advice).orElse(""),
                Moment.of(deciding.map(Observation::finishedAt), now),
                deciding.map(o -> Texts.seconds(o.conversation().duration())).orElse(""),
                Waiting.of(waits.stream().filter(w -> w.concerns(identity)).toList(), now));
    }

    private static String answer(Observation observation) {
        return Texts.cut(observation.conversation().ending().text(), LONGEST_ANSWER);
    }
}
