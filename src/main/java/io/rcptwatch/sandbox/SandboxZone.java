package io.rcptwatch.sandbox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CERTRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
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
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** All that the sandbox's DNS knows: no other name exists, and nobody else is asked. */
final class SandboxZone {
    /** The largest answer over UDP: one that no path has to split. */
    static final int UDP_PAYLOAD = 1_232;

    // Short, so that a world that was changed and started anew is soon seen.
    static final long TTL_SECONDS = 5;
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

    /** Where the certificate of the sandbox's authority is. */
    static final Name CERTIFICATE = Name.fromConstantString("authority.sandbox.test.");

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Map<Name, MailRecords.DnsFault.Kind> faults = new HashMap<>();

    private final SignedNames signed;
    private final Supplier<X509Certificate> authority;

    SandboxZone(SandboxWorld world, SignedNames signed, Supplier<X509Certificate> authority) {
        this.signed = signed;
        this.authority = authority;
        at(CERTIFICATE);
        world.domains().forEach(domain -> add(name(domain.name()), domain.mail()));
        world.records().forEach(this::add);
        world.https().ifPresent(https -> world.domains().forEach(d -> policy(d, https)));
    }

    private void add(Record record) {
        at(record.getName()).add(record);
    }

    /** RFC 8461 §3.1, §3.3: the record that announces a policy, and the host that has it. */
    private void policy(Domain domain, InetSocketAddress https) {
        if (domain.demands().mtaSts().isPresent()) {
            Name announcement = name("_mta-sts." + domain.name());
            add(new TXTRecord(announcement, DClass.IN, TTL_SECONDS, "v=STSv1; id=1;"));
            Name host = name("mta-sts." + domain.name());
            add(address(host, https.getAddress()));
        }
    }

    private void add(Name domain, MailRecords mail) {
        switch (mail) {
            case MailRecords.Exchangers(var exchangers) ->
                    exchangers.forEach(e -> mx(domain, e.preference(), name(e.host().name())));
            case MailRecords.NullMxRecord() -> mx(domain, 0, Name.root); // RFC 7505 §3
            case MailRecords.DnsFault(var kind) -> faults.put(domain, kind);
            case MailRecords.ImplicitHost(_) -> {}
        }
        mail.hosts().forEach(this::addresses);
    }

    private void mx(Name domain, int preference, Name target) {
        at(domain).add(new MXRecord(domain, DClass.IN, TTL_SECONDS, preference, target));
    }

    private void addresses(SandboxHost host) {
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
    private Optional<MailRecords.DnsFault.Kind> fault(Name name) {
        if (signed.bogus(name)) {
            return Optional.of(MailRecords.DnsFault.Kind.BOGUS);
        }
        for (int up = 0; up < name.labels(); up++) {
            MailRecords.DnsFault.Kind kind = faults.get(up == 0 ? name : new Name(name, up));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private Optional<Message> failure(Message query, MailRecords.DnsFault.Kind kind) {
        return switch (kind) {
            case NXDOMAIN -> Optional.of(withoutRecords(query, Rcode.NXDOMAIN));
            case SERVFAIL -> Optional.of(reply(query, Rcode.SERVFAIL));
            case BOGUS -> Optional.of(bogus(query));
            case REFUSED -> Optional.of(reply(query, Rcode.REFUSED));
            case TIMEOUT -> Optional.empty();
        };
    }

    private Message lookUp(Message query, Record question) {
        List<Record> found = known(question.getName()).filter(r -> asksFor(question, r)).toList();
        if (found.isEmpty()) {
            return withoutRecords(
                    query, exists(question.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN);
        }
        Message reply = reply(query, Rcode.NOERROR);
        found.forEach(r -> reply.addRecord(r, Section.ANSWER));
        return reply;
    }

    private Stream<Record> known(Name name) {
        return name.equals(CERTIFICATE)
                ? Stream.of(certificate())
                : Stream.concat(
                        records.getOrDefault(name, List.of()).stream(), signed.tlsa(name).stream());
    }

    /** RFC 4398 §2: a certificate as a record. */
    private Record certificate() {
        try {
            byte[] encoded = authority.get().getEncoded();
            return new CERTRecord(
                    CERTIFICATE, DClass.IN, TTL_SECONDS, CERTRecord.PKIX, 0, 0, encoded);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean asksFor(Record question, Record known) {
        return question.getDClass() == DClass.IN
                && (question.getType() == known.getType() || question.getType() == Type.ANY);
    }

    /** RFC 8020 §2: a name exists where one below it does. */
    private boolean exists(Name name) {
        return signed.exists(name)
                || records.keySet().stream().anyMatch(known -> known.subdomain(name));
    }

    /** RFC 2308 §3: the authority's record tells how long that may be remembered. */
    private Message withoutRecords(Message query, int rcode) {
        Message reply = reply(query, rcode);
        reply.addRecord(AUTHORITY, Section.AUTHORITY);
        return reply;
    }

    /** RFC 8914 §4.7: why it is a failure. */
    private Message bogus(Message query) {
        Message reply = reply(query, Rcode.SERVFAIL);
        if (query.getOPT() != null) {
            reply.removeAllRecords(Section.ADDITIONAL);
            EDNSOption why = new ExtendedErrorCodeOption(ExtendedErrorCodeOption.DNSSEC_BOGUS, "");
            reply.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0, 0, why), Section.ADDITIONAL);
        }
        return reply;
    }

    private Message reply(Message query, int rcode) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode);
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        Record question = query.getQuestion();
        if (rcode != Rcode.SERVFAIL && question != null && signed.secure(question.getName())) {
            header.setFlag(Flags.AD);
        }
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
