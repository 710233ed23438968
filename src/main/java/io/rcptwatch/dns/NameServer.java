package io.rcptwatch.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
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

/**
 * One DNS server, over UDP, and over TCP where that truncates. Whatever is neither an answer nor a
 * denial is a failure, so that the next server is asked.
 */
final class NameServer extends SimpleResolver {
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
            throw new NoAnswerException(Rcode.string(code) + extendedError(message));
        }
        if (isReferral(message)) {
            throw new NoAnswerException("a referral from a server that does not recurse");
        }
        if (isBesideThePoint(message)) {
            throw new NoAnswerException("records that were not asked for");
        }
        return message;
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

    /** Why, by RFC 8914; the number's name only, since the text is anybody's. */
    private static String extendedError(Message message) {
        OPTRecord opt = message.getOPT();
        if (opt == null) {
            return "";
        }
        return opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                .map(code -> " (" + ExtendedErrorCodeOption.text(code) + ")")
                .findFirst()
                .orElse("");
    }
}
