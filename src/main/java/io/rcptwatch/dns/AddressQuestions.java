package io.rcptwatch.dns;

import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The questions for the addresses of one host: sent, and perhaps answered. */
final class AddressQuestions {
    /** More addresses of one family than any sane host has: the rest of them is not looked at. */
    private static final int MAX = 16;

    private final String host;
    private final Map<Family, CompletableFuture<QueryResult>> answers = new LinkedHashMap<>();

    private AddressQuestions(String host) {
        this.host = host;
    }

    /** Asks for the addresses of those families, all at once. */
    static AddressQuestions send(Name host, Collection<Family> families, Lookups lookups) {
        AddressQuestions questions = new AddressQuestions(host.toString(true));
        for (Family family : families) {
            questions.answers.put(family, lookups.start(host, type(family)));
        }
        return questions;
    }

    private static int type(Family family) {
        return switch (family) {
            case IP4 -> Type.A;
            case IP6 -> Type.AAAA;
        };
    }

    /** Waits for the answers. */
    AddressLookup await(boolean allowPrivate) {
        List<InetAddress> found = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (var question : answers.entrySet()) {
            switch (Lookups.await(question.getValue())) {
                case QueryResult.FoundRecords(var records) ->
                        found.addAll(addresses(records, question.getKey()));
                case QueryResult.NameError() -> {}
                case QueryResult.QueryFailed(var detail) -> failure = Optional.of(detail);
            }
        }
        return AddressLookup.judge(found, failure, allowPrivate);
    }

    private List<InetAddress> addresses(List<Record> records, Family family) {
        return records.stream()
                .flatMap(this::address)
                // An IPv4 address in an AAAA record is no IPv6 address (RFC 4291 §2.5.5.2).
                .filter(address -> Family.of(address) == family)
                .distinct()
                .limit(MAX)
                .toList();
    }

    private Stream<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Stream.of(named(a.getAddress()));
            case AAAARecord aaaa -> Stream.of(named(aaaa.getAddress()));
            default -> Stream.empty();
        };
    }

    /** Under the name that was asked for: no CNAME's target, and no reverse lookup, ever. */
    private InetAddress named(InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a strange length", e);
        }
    }
}
