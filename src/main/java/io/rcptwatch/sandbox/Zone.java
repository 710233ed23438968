package io.rcptwatch.sandbox;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** All that the sandbox's DNS knows: no other name exists, and nobody else is asked. */
final class Zone {
    /** The largest answer over UDP: one that no path has to split. */
    static final int UDP_PAYLOAD = 1_232;

    // Short, so that a world that was changed and started anew is soon seen.
    private static final long TTL_SECONDS = 5;
    private static final Record AUTHORITY =
            new SOARecord(
                    Name.root,
                    DClass.IN,
                    TTL_SECONDS,
                    Name.fromConstantString("ns.sandbox.test."),
                    Name.fromConstantString("postmaster.sandbox.test."),
                    1,
                    TTL_SECONDS,
                    TTL_SECONDS,
                    TTL_SECONDS,
                    TTL_SECONDS);

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Map<Name, Mail.Fault.Kind> faults = new HashMap<>();

    Zone(List<Domain> domains) {
        domains.forEach(domain -> add(name(domain.name()), domain.mail()));
    }

    private void add(Name domain, Mail mail) {
        switch (mail) {
            case Mail.Exchangers(var exchangers) ->
                    exchangers.forEach(e -> mx(domain, e.preference(), name(e.host().name())));
            case Mail.NullMx() -> mx(domain, 0, Name.root); // RFC 7505 §3
            case Mail.Fault(var kind) -> faults.put(domain, kind);
            case Mail.Implicit(_) -> {}
        }
        mail.hosts().forEach(this::addresses);
    }

    private void mx(Name domain, int preference, Name target) {
        at(domain).add(new MXRecord(domain, DClass.IN, TTL_SECONDS, preference, target));
    }

    private void addresses(Host host) {
        Name name = name(host.name());
        List<Record> known = at(name);
        host.knownAddress().ifPresent(address -> known.add(address(name, address)));
    }

    private static Record address(Name name, InetAddress address) {
        return address.getAddress().length == 4
                ? new ARecord(name, DClass.IN, TTL_SECONDS, address)
                : new AAAARecord(name, DClass.IN, TTL_SECONDS, address);
    }

    private List<Record> at(Name name) {
        return records.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    private static Name name(String host) {
        return Name.fromConstantString(host + ".");
    }

    /** Answers a query; empty where it is this zone's way to say nothing. */
    Optional<Message> answer(Message query) {
        Header header = query.getHeader();
        if (header.getOpcode() != Opcode.QUERY) {
            return Optional.of(reply(query, Rcode.NOTIMP));
        }
        if (header.getCount(Section.QUESTION) != 1) {
            return Optional.of(reply(query, Rcode.FORMERR));
        }
        Record question = query.getQuestion();
        return fault(question.getName())
                .map(kind -> failure(query, kind))
                .orElseGet(() -> Optional.of(lookUp(query, question)));
    }

    /** The fault of the closest name at or above this one that has any. */
    private Optional<Mail.Fault.Kind> fault(Name name) {
        for (int up = 0; up < name.labels(); up++) {
            Mail.Fault.Kind kind = faults.get(up == 0 ? name : new Name(name, up));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<Message> failure(Message query, Mail.Fault.Kind kind) {
        return switch (kind) {
            case NXDOMAIN -> Optional.of(withoutRecords(query, Rcode.NXDOMAIN));
            case SERVFAIL -> Optional.of(reply(query, Rcode.SERVFAIL));
            case REFUSED -> Optional.of(reply(query, Rcode.REFUSED));
            case TIMEOUT -> Optional.empty();
        };
    }

    private Message lookUp(Message query, Record question) {
        List<Record> found =
                records.getOrDefault(question.getName(), List.of()).stream()
                        .filter(r -> asksFor(question, r))
                        .toList();
        if (found.isEmpty()) {
            return withoutRecords(
                    query, exists(question.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN);
        }
        Message reply = reply(query, Rcode.NOERROR);
        found.forEach(r -> reply.addRecord(r, Section.ANSWER));
        return reply;
    }

    private static boolean asksFor(Record question, Record known) {
        return question.getDClass() == DClass.IN
                && (question.getType() == known.getType() || question.getType() == Type.ANY);
    }

    /** RFC 8020 §2: a name exists where one below it does. */
    private boolean exists(Name name) {
        return records.keySet().stream().anyMatch(known -> known.subdomain(name));
    }

    /** RFC 2308 §3: the authority's record tells how long that may be remembered. */
    private static Message withoutRecords(Message query, int rcode) {
        Message reply = reply(query, rcode);
        reply.addRecord(AUTHORITY, Section.AUTHORITY);
        return reply;
    }

    private static Message reply(Message query, int rcode) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode);
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        query.getSection(Section.QUESTION).forEach(q -> reply.addRecord(q, Section.QUESTION));
        if (query.getOPT() != null) { // RFC 6891 §6.1.1: one that was sent is answered
            reply.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }
}
