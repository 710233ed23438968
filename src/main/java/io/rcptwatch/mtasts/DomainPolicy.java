package io.rcptwatch.mtasts;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.smtp.TlsProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One domain's policy, kept for as long as it holds. Safe for many threads: they wait for the one
 * that fetches, and share what it gets.
 */
final class DomainPolicy {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}"); // RFC 8461 §3.1

    // RFC 8461 §3.3: once a day, long before it runs out, so that a broken policy host is seen.
    private static final Duration REFRESH = Duration.ofDays(1);

    // RFC 8461 §3.3: for one id no further attempt within five minutes.
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final String domain;
    private final DnsClient dns;
    private final PolicyHost host;
    private final InstantSource clock;
    private Optional<Kept> kept = Optional.empty();
    private Optional<Miss> miss = Optional.empty();

    DomainPolicy(String domain, DnsClient dns, PolicyHost host, InstantSource clock) {
        this.domain = domain;
        this.dns = dns;
        this.host = host;
        this.clock = clock;
    }

    private record Kept(Policy policy, String id, Instant fetchedAt) {
        Instant expiry() {
            return fetchedAt.plus(policy.maxAge());
        }

        boolean fresh(String currentId, Instant now) {
            return id.equals(currentId)
                    && now.isBefore(expiry())
                    && now.isBefore(fetchedAt.plus(REFRESH));
        }

        StsState state(Optional<TlsTrouble> trouble) {
            return new StsState.InForce(policy, id, expiry(), trouble);
        }
    }

    private record Miss(TlsTrouble trouble, String id, Instant at) {
        boolean recent(String currentId, Instant now) {
            return id.equals(currentId) && now.isBefore(at.plus(PAUSE));
        }
    }

    /** How it stands now; asks the DNS, and the policy host where it must. */
    synchronized StsState ask() {
        return switch (dns.texts("_mta-sts." + domain)) {
            case DnsAnswer.Known<String>(List<String> records) -> state(records);
            case DnsAnswer.NoSuchName<String>() -> state(List.of());
            case DnsAnswer.Unknown<String>(String detail) -> unknown(detail);
        };
    }

    private StsState state(List<String> records) {
        try {
            Optional<String> id = id(records);
            return id.isPresent() ? state(id.get()) : absent();
        } catch (BadSyntaxException e) {
            return failed(new TlsTrouble(TlsProblem.STS_POLICY_INVALID, e.detail()));
        }
    }

    private static Optional<String> id(List<String> records) throws BadSyntaxException {
        Optional<TagList> tags = TagList.only(records, "STSv1");
        if (tags.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> id = tags.get().value("id").filter(text -> ID.matcher(text).matches());
        if (id.isEmpty()) {
            throw new BadSyntaxException(
                    "a TXT record without an id of 1 to 32 letters and digits");
        }
        return id;
    }

    private StsState state(String id) {
        Instant now = clock.instant();
        if (kept.isPresent() && kept.get().fresh(id, now)) {
            return kept.get().state(Optional.empty());
        }
        return miss.isPresent() && miss.get().recent(id, now)
                ? failed(miss.get().trouble())
                : fetched(id);
    }

    private StsState fetched(String id) {
        return switch (host.fetch(domain)) {
            case PolicyHost.Fetch.Fetched(Policy policy) -> {
                Kept fresh = new Kept(policy, id, clock.instant());
                kept = Optional.of(fresh);
                miss = Optional.empty();
                // Of a max_age of nought it still holds for who has just fetched it.
                yield fresh.state(Optional.empty());
            }
            case PolicyHost.Fetch.Failed(TlsTrouble trouble) -> {
                miss = Optional.of(new Miss(trouble, id, clock.instant()));
                yield failed(trouble);
            }
            case PolicyHost.Fetch.Unknown(String detail) -> unknown(detail);
        };
    }

    private StsState absent() {
        return holding().isEmpty()
                ? new StsState.Absent()
                : failed(
                        new TlsTrouble(
                                TlsProblem.STS_POLICY_FETCH_ERROR,
                                "the TXT record is gone, and the last policy still holds"));
    }

    // RFC 8461 §3.3, §5.1: whatever fails now, a policy that has not run out holds.
    private StsState failed(TlsTrouble trouble) {
        return holding()
                .map(policy -> policy.state(worthTelling(policy, trouble)))
                .orElseGet(() -> new StsState.Faulty(trouble));
    }

    private StsState unknown(String detail) {
        return holding()
                .map(policy -> policy.state(Optional.empty()))
                .orElseGet(() -> new StsState.Unknown(detail));
    }

    // RFC 8461 §3.3: nobody is to be alarmed about what replaces a policy of mode none: that is
    // how a domain takes MTA-STS down (§8.3).
    private static Optional<TlsTrouble> worthTelling(Kept kept, TlsTrouble trouble) {
        return kept.policy().mode() == Policy.Mode.NONE ? Optional.empty() : Optional.of(trouble);
    }

    private Optional<Kept> holding() {
        return kept.filter(policy -> clock.instant().isBefore(policy.expiry()));
    }
}
