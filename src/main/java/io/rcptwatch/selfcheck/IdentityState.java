package io.rcptwatch.selfcheck;

import io.rcptwatch.target.Identity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an identity stands.
 *
 * @param lists the DNS lists that are asked, as they may be shown
 * @param latest the latest look at it; empty: the first one is not over yet
 * @param listErrors how often each list failed to answer since the start
 */
public record IdentityState(
        Identity identity,
        List<String> lists,
        Optional<IdentityCheckRun> latest,
        Map<String, Long> listErrors) {
    public IdentityState {
        lists = List.copyOf(lists);
        listErrors = Map.copyOf(listErrors);
    }

    /** How a check went the last time. */
    public CheckLevel result(IdentityCheck check) {
        return latest.map(examination -> examination.result(check)).orElse(CheckLevel.UNKNOWN);
    }

    /** Whether a list had any address or domain of ours the last time; empty: nothing is known. */
    public Optional<Boolean> listed(String list) {
        return latest.stream()
                .flatMap(examination -> examination.listings().stream())
                .filter(listing -> listing.list().equals(list))
                .map(BlocklistListing::state)
                .max(Comparator.naturalOrder())
                .filter(state -> state != BlocklistListing.State.ERROR)
                .map(state -> state == BlocklistListing.State.LISTED);
    }

    IdentityState after(IdentityCheckRun examination) {
        Map<String, Long> errors = new HashMap<>(listErrors);
        examination.listings().stream()
                .filter(listing -> listing.state() == BlocklistListing.State.ERROR)
                .forEach(listing -> errors.merge(listing.list(), 1L, Long::sum));
        return new IdentityState(identity, lists, Optional.of(examination), errors);
    }
}
