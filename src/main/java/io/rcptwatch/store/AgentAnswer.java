package io.rcptwatch.store;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.Round;
import java.util.Optional;

/**
 * What a running agent says about a domain to a command that asks it.
 *
 * @param source where the round comes from; empty: the agent does not probe that domain
 * @param round the latest one; empty: there is none yet
 */
public record AgentAnswer(Optional<ProbeService.Source> source, Optional<Round> round) {
    private static final RecordCodec<AgentAnswer> CODEC = StoreJson.form(AgentAnswer.class);

    /** As bytes for {@link #read}. */
    public byte[] written() {
        return CODEC.written(this);
    }

    /** What was written about that domain; empty: it cannot be read. */
    public static Optional<AgentAnswer> read(byte[] bytes, DomainName domain) {
        return CODEC.read(bytes)
                .map(read -> new AgentAnswer(read.source(), read.round().map(r -> r.of(domain))));
    }
}
