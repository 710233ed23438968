package io.rcptwatch.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * One DNS server, over UDP, and over TCP where that truncates. Whatever is neither an answer nor a
 * denial is a failure, so that the next server is asked.
 */
final class NameServer extends SimpleResolver {
    /** RFC 8914 §4.7 to §4.13 and §4.26: what is signed, but cannot be believed. */
    private static final Set<Integer> DNSSEC_ERRORS =
            Set.of(
                    ExtendedErrorCodeOption.DNSSEC_BOGUS,
                    ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
                    ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
                    ExtendedErrorCodeOption.DNSKEY_MISSING,
                    ExtendedErrorCodeOption.RRSIGS_MISSING,
                    ExtendedErrorCodeOption.NO_ZONE_KEY_BIT_SET,
                    ExtendedErrorCodeOption.NSEC_MISSING,
                    ExtendedErrorCodeOption.SIGNATURE_EXPIRED_BEFORE_VALID);

    private final EdnsSupport edns;
    private boolean needsDnssec;

    NameServer(InetSocketAddress address, Duration patience) {
        super(address);
        setTimeout(patience);
        edns = new EdnsSupport(address, patience);
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        super.setEDNS(version, payloadSize, flags, options);
        needsDnssec = (flags & ExtendedFlags.DO) != 0;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        CompletionStage<Message> answer =
                edns.missing()
                        ? edns.askWithout(query, executor)
                        : super.sendAsync(query, executor)
                                .handle(
                                        (message, failure) ->
                                                edns.orAskWithout(
                                                        message, failure, query, executor))
                                .thenCompose(stage -> stage);
        return answer.thenApply(this::requireDnssec).thenApply(NameServer::requireAnswer);
    }

    /** RFC 3225 §3: signatures are asked for with EDNS, and the AD bit means little without. */
    private Message requireDnssec(Message message) {
        if (needsDnssec && edns.missing()) {
            throw new NoAnswerException("the DNS server does not know EDNS, which DNSSEC needs");
        }
        return message;
    }

    private static Message requireAnswer(Message message) {
        if (!message.getHeader().getFlag(Flags.QR)) {
            throw new NoAnswerException("a query in place of an answer");
        }
        if (message.getHeader().getFlag(Flags.TC)) {
            throw new NoAnswerException("an answer that is truncated over TCP too");
        }
        int code = message.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            OptionalInt why = extendedError(message);
            throw new NoAnswerException(
                    Rcode.string(code) + inBrackets(why),
                    why.isPresent() && DNSSEC_ERRORS.contains(why.getAsInt()));
        }
        if (isReferral(message)) {
            throw new NoAnswerException("a referral from a server that does not recurse");
        }
        if (isBesideThePoint(message)) {
            throw new NoAnswerException("records that were not asked for");
        }
        if (hasOwnClass(message)) {
            throw new NoAnswerException("records of a class that nobody asked for");
        }
        return code == Rcode.NXDOMAIN ? withoutValues(message) : message;
    }

    /**
     * A name that does not exist has no records, and mail servers look at the code first. Only the
     * aliases that lead to it are kept (RFC 6604 §3).
     */
    private static Message withoutValues(Message message) {
        int type = message.getQuestion().getType();
        List<Record> values =
                message.getSection(Section.ANSWER).stream()
                        .filter(r -> r.getType() == type && type != Type.CNAME)
                        .toList();
        values.forEach(r -> message.removeRecord(r, Section.ANSWER));
        return message;
    }

    /** In this class the validator puts its own reasons: no server may speak in its name. */
    private static boolean hasOwnClass(Message message) {
        return message.getSection(Section.ADDITIONAL).stream()
                .anyMatch(
                        r ->
                                r.getType() == Type.TXT
                                        && r.getDClass()
                                                == ValidatingResolver.VALIDATION_REASON_QCLASS);
    }

    /** RFC 2308 §2.2: without an SOA record it is no denial. */
    private static boolean isReferral(Message message) {
        return message.getRcode() == Rcode.NOERROR
                && message.getSection(Section.ANSWER).isEmpty()
                && has(message, Type.NS)
                && !has(message, Type.SOA);
    }

    /** Else dnsjava would drop them all, and see a denial in what is left. */
    private static boolean isBesideThePoint(Message message) {
        List<Record> records = message.getSection(Section.ANSWER);
        Record question = message.getQuestion();
        return !records.isEmpty() && records.stream().noneMatch(r -> speaksTo(question, r));
    }

    private static boolean speaksTo(Record question, Record record) {
        if (record.getDClass() != question.getDClass()) {
            return false;
        }
        if (record.getType() == Type.DNAME) {
            return question.getName().subdomain(record.getName()); // RFC 6672 §2.2
        }
        return record.getName().equals(question.getName())
                && (record.getType() == question.getType() || record.getType() == Type.CNAME);
    }

    private static boolean has(Message message, int type) {
        return message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == type);
    }

    /** Why, by RFC 8914; the number only, since the text is anybody's. */
    private static OptionalInt extendedError(Message message) {
        OPTRecord opt = message.getOPT();
        if (opt == null) {
            return OptionalInt.empty();
        }
        return opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .mapToInt(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                .findFirst();
    }

    private static String inBrackets(OptionalInt code) {
        return code.isPresent() ? " (" + ExtendedErrorCodeOption.text(code.getAsInt()) + ")" : "";
    }
}
