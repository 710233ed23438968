package io.rcptwatch.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Sends single questions, and says of each answer whether DNSSEC vouches for it. */
final class SecureResolver {
    private static final int MAX_REASON = 160;

    private final Resolver resolver;
    private final Duration limit;
    private final boolean validates;

    SecureResolver(List<InetSocketAddress> servers, Duration limit, Validation validation) {
        this.limit = limit;
        Resolver plain = Lookups.resolver(servers, limit);
        switch (validation) {
            case Validation.Own(TrustAnchors anchors) -> {
                resolver = validating(plain, anchors);
                validates = true;
            }
            case Validation.TrustedResolver() -> {
                // RFC 4035 §3.2.3: only who sets DO is sure to get AD.
                plain.setEDNS(0, 0, ExtendedFlags.DO);
                resolver = plain;
                validates = false;
            }
        }
    }

    private static Resolver validating(Resolver plain, TrustAnchors anchors) {
        ValidatingResolver validating = new ValidatingResolver(plain);
        try {
            validating.loadTrustAnchors(anchors.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return validating;
    }

    /** An answer or a denial that may be believed as far as it says, or none. */
    sealed interface Judged {
        record Sound(Message message, boolean secure) implements Judged {}

        record Bogus(String detail) implements Judged {}

        record Unknown(String detail) implements Judged {}
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param end when the time is up, by {@link System#nanoTime}
     */
    Judged ask(Name name, int type, long end) {
        String subject = Type.string(type) + " " + name.toString(true) + ": ";
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        CompletableFuture<Message> answer =
                resolver.sendAsync(query, Thread::startVirtualThread).toCompletableFuture();
        try {
            return judged(answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS), subject);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Judged.Unknown(subject + "the lookup was interrupted");
        } catch (TimeoutException _) {
            return new Judged.Unknown(subject + Lookups.tooLate(limit));
        } catch (ExecutionException e) {
            return failed(Lookups.unwrapped(Optional.ofNullable(e.getCause()).orElse(e)), subject);
        }
    }

    private Judged failed(Throwable failure, String subject) {
        String detail = subject + Lookups.reason(failure, limit);
        return failure instanceof NoAnswerException answer && answer.bogus()
                ? new Judged.Bogus(detail)
                : new Judged.Unknown(detail);
    }

    private Judged judged(Message message, String subject) {
        if (message.getHeader().getFlag(Flags.AD)) {
            return new Judged.Sound(message, true);
        }
        if (!validates) {
            return new Judged.Sound(message, false);
        }
        String reason = reason(message);
        if (message.getRcode() == Rcode.SERVFAIL) {
            return new Judged.Bogus(subject + (reason.isEmpty() ? "DNSSEC bogus" : reason));
        }
        // The validator always says why a zone may be unsigned. Without that it lost its way: a key
        // that it could not fetch must not make a denial look like that of an unsigned zone.
        return reason.isEmpty()
                ? new Judged.Unknown(subject + "it cannot be validated")
                : new Judged.Sound(message, false);
    }

    /** The validator's own words, which quote records. */
    private static String reason(Message message) {
        return message.getSection(Section.ADDITIONAL).stream()
                .filter(r -> r.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
                .filter(TXTRecord.class::isInstance)
                .map(r -> String.join("", ((TXTRecord) r).getStrings()))
                .map(text -> text.replaceAll("[^ -~]+", " "))
                .map(text -> text.substring(0, Math.min(text.length(), MAX_REASON)))
                .findFirst()
                .orElse("");
    }
}
