package io.rcptwatch.store;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.watch.AnswerSource;
import io.rcptwatch.watch.Round;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a running agent says about a domain to a command that asks it.
 *
 * @param source where the round comes from; empty: the agent does not probe that domain
 * @param round the latest one; empty: there is none yet
 * @param since when the status of that round began, by identity
 */
public record AgentAnswer(
        Optional<AnswerSource> source, Optional<Round> round, Map<String, Instant> since) {
    /** The agent does not probe that domain. */
    public static final AgentAnswer NOT_PROBED =
            new AgentAnswer(Optional.empty(), Optional.empty(), Map.of());

    private static final RecordCodec<AgentAnswer> CODEC = StoreJson.form(AgentAnswer.class);

    public AgentAnswer {
        since = Map.copyOf(since);
    }

    /** As bytes for {@link #read}. */
    public byte[] written() {
        return CODEC.written(this);
    }

    /** What was written about that domain; empty: it cannot be read. */
    public static Optional<AgentAnswer> read(byte[] bytes, DomainName domain) {
        return CODEC.read(bytes)
                .map(
                        read ->
                                new AgentAnswer(
                                        read.source(),
                                        read.round().map(r -> r.of(domain)),
                                        read.since()));
    }
}
