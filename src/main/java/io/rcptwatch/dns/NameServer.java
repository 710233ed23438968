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

    NameServer(InetSocketAddress address, Duration patience) {
        super(address);
        setTimeout(patience);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return super.sendAsync(query, executor).thenApply(NameServer::requireAnswer);
    }

    private static Message requireAnswer(Message message) {
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
