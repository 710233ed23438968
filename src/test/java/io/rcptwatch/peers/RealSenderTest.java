package io.rcptwatch.peers;

import static io.rcptwatch.peers.ScriptedDomain.Kind.BY_CHANCE;
import static io.rcptwatch.peers.ScriptedDomain.Kind.OUT_OF_STEP;
import static io.rcptwatch.peers.ScriptedDomain.Kind.REFUSED_AT_GREETING;
import static io.rcptwatch.peers.ScriptedDomain.dark;
import static io.rcptwatch.peers.ScriptedDomain.mx;
import static io.rcptwatch.peers.ScriptedDomain.one;
import static io.rcptwatch.peers.ScriptedDomain.several;
import static io.rcptwatch.peers.ScriptedServer.CLOSE;
import static io.rcptwatch.peers.ScriptedServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.deliveries.Delivery;
import io.rcptwatch.deliveries.LogReading;
import io.rcptwatch.deliveries.PostfixLog;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.peers.PostfixSender.Fate;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.wire.HttpsClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** What a status says is what becomes of a mail that a real Postfix sends to the same servers. */
class RealSenderTest {
    private static final String STARTTLS = "250-mx\r\n250 STARTTLS\r\n";
    private static final String PIPELINING = "250-mx\r\n250 PIPELINING\r\n";
    private static final String NO = "550 5.7.1 no";
    private static final String LATER = "450 4.7.1 later";

    private static final List<ScriptedDomain> HOSTS =
            List.of(
                    several("mail-550-then-250", mx(10, "MAIL", NO), mx(20)),
                    several("rcpt-550-then-250", mx(10, "RCPT", NO), mx(20)),
                    several("helo-550-then-250", mx(10, "EHLO", NO, "HELO", NO), mx(20)),
                    several("helo-450-then-250", mx(10, "EHLO", NO, "HELO", LATER), mx(20)),
                    several("rcpt-450-then-250", mx(10, "RCPT", LATER), mx(20)),
                    several("rcpt-450-then-550", mx(10, "RCPT", LATER), mx(20, "RCPT", NO)),
                    several("mail-450-then-no", mx(10, "MAIL", LATER), mx(20, "GREETING", NO)),
                    several("greeting-550-then-250", mx(10, "GREETING", NO), mx(20)),
                    several("greeting-550-then-dark", mx(10, "GREETING", NO), dark(20)),
                    several("greeting-550-twice", mx(10, "GREETING", NO), mx(20, "GREETING", NO))
                            .as(REFUSED_AT_GREETING),
                    several("dark-then-250", dark(10), mx(20)),
                    several("dark-then-550", dark(10), mx(20, "RCPT", NO)),
                    several("dark-then-dark", dark(10), dark(20)),
                    several("equal-250-and-550", mx(10), mx(10, "RCPT", NO)).as(BY_CHANCE),
                    several("equal-250-and-450", mx(10), mx(10, "RCPT", LATER)),
                    several("equal-550-and-450", mx(10, "RCPT", NO), mx(10, "RCPT", LATER)),
                    several("equal-250-and-dark", mx(10), dark(10)),
                    several("450-450-250", mx(10, "RCPT", LATER), mx(20, "RCPT", LATER), mx(30)),
                    several(
                            "450-450-550",
                            mx(1, "RCPT", LATER),
                            mx(2, "MAIL", LATER),
                            mx(3, "MAIL", NO)),
                    several("lost-450-250", mx(10, "RCPT", CLOSE), mx(20, "RCPT", LATER), mx(30)),
                    several("dark-450-250", dark(10), mx(20, "RCPT", LATER), mx(30)),
                    several("421-450-250", mx(10, "EHLO", "421 no"), mx(20, "RCPT", LATER), mx(30)),
                    several("nxdomain"),
                    several("no-mx-no-address"),
                    several("mx-without-address"),
                    several("null-mx"));

    private static final List<ScriptedDomain> REPLIES =
            List.of(
                    one("accepts"),
                    one("rcpt-550", "RCPT", NO),
                    one("rcpt-450", "RCPT", LATER),
                    one("rcpt-354", "RCPT", "354 what?"),
                    one("rcpt-199", "RCPT", "199 what?"),
                    one("rcpt-600", "RCPT", "600 what?"),
                    one("rcpt-closes", "RCPT", CLOSE),
                    one("rcpt-silent", "RCPT", SILENCE),
                    one("mail-550", "MAIL", NO),
                    one("mail-450", "MAIL", LATER),
                    one("mail-354", "MAIL", "354 what?"),
                    one("mail-then-421", "MAIL", "250 ok\r\n421 4.3.2 closing\r\n"),
                    one("greeting-550", "GREETING", NO).as(REFUSED_AT_GREETING),
                    one("greeting-421", "GREETING", "421 4.7.1 later"),
                    one("greeting-354", "GREETING", "354 what?"),
                    one("ehlo-421", "EHLO", "421 4.7.1 later"),
                    one("ehlo-502", "EHLO", "502 what?"),
                    one("ehlo-550", "EHLO", NO),
                    one("ehlo-451", "EHLO", "451 4.7.1 later"),
                    one("ehlo-and-helo-550", "EHLO", NO, "HELO", NO),
                    one("ehlo-550-helo-450", "EHLO", NO, "HELO", LATER),
                    one("ehlo-450-helo-550", "EHLO", LATER, "HELO", NO),
                    one("ehlo-550-helo-354", "EHLO", NO, "HELO", "354 what?"),
                    one("ehlo-550-helo-closes", "EHLO", NO, "HELO", CLOSE),
                    one("rset-502", "RSET", "502 what?"),
                    one("bare-lf", "EHLO", "250-mx\n250 HELP\n", "RCPT", "250 ok\n"),
                    one("cr-cr-lf", "EHLO", "250-mx\r\r\n250 HELP\r\r\n", "RCPT", "250 ok\r\r\n"),
                    one("bare-cr", "RCPT", "550 no\r250 ok\r\n"),
                    one("empty-line-before-greeting", "GREETING", "\r\n220 mx\r\n"),
                    one("empty-line-inside", "RCPT", "250-a\r\n\r\n250 ok\r\n"),
                    one("stray-line-before", "RCPT", "hello\r\n250 ok\r\n"),
                    one("stray-line-inside", "RCPT", "550-a\r\nhello\r\n550 no\r\n"),
                    one("stray-line-pipelining", "EHLO", PIPELINING, "RCPT", "hi\r\n250 ok\r\n"),
                    one("mixed-250-550", "RCPT", "250-a\r\n550 b\r\n"),
                    one("mixed-550-250", "RCPT", "550-a\r\n250 b\r\n"),
                    one("underscore-then-250", "RCPT", "550_a\r\n250 b\r\n"),
                    one("underscore-then-silence", "RCPT", "250_a\r\n"),
                    one("web-server", "GREETING", "HTTP/1.1 400 Bad Request\r\n\r\n"),
                    one("two-greetings-250", "GREETING", "220 a\r\n220 b\r\n").as(OUT_OF_STEP),
                    one("two-greetings-550", "GREETING", "220 a\r\n220 b\r\n", "RCPT", NO)
                            .as(OUT_OF_STEP),
                    one("mail-twice-550", "MAIL", "250 a\r\n250 b\r\n", "RCPT", NO).as(OUT_OF_STEP),
                    one("rcpt-twice", "RCPT", "250 a\r\n250 b\r\n").as(OUT_OF_STEP));

    private static final List<ScriptedDomain> TLS =
            List.of(
                    one("tls", "EHLO", STARTTLS, "STARTTLS", "220 go"),
                    one("tls-454", "EHLO", STARTTLS, "STARTTLS", "454 no"),
                    one("tls-closes", "EHLO", STARTTLS, "STARTTLS", CLOSE),
                    one("tls-silent", "EHLO", STARTTLS, "STARTTLS", SILENCE),
                    one(
                            "tls-no-handshake",
                            "EHLO",
                            STARTTLS,
                            "STARTTLS",
                            "220 go",
                            "HANDSHAKE",
                            CLOSE),
                    secured("tls-ehlo-554", "554 no"),
                    secured("tls-ehlo-421", "421 no"),
                    secured("tls-ehlo-closes", CLOSE),
                    secured("tls-ehlo-silent", SILENCE),
                    one(
                            "tls-rcpt-closes",
                            "EHLO",
                            STARTTLS,
                            "STARTTLS",
                            "220 go",
                            "TLS RCPT",
                            CLOSE),
                    one("not-offered.tls-required"),
                    one("ehlo-502.tls-required", "EHLO", "502 what?"),
                    one("454.tls-required", "EHLO", STARTTLS, "STARTTLS", "454 no"),
                    one("554.tls-required", "EHLO", STARTTLS, "STARTTLS", "554 no"),
                    one("untrusted.tls-required", "EHLO", STARTTLS, "STARTTLS", "220 go"));

    private static final List<ScriptedDomain> DOMAINS =
            Stream.of(HOSTS, REPLIES, TLS).flatMap(List::stream).toList();

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration STEP = Duration.ofSeconds(2);

    private static ScriptedDomain secured(String name, String ehlo) {
        return one(name, "EHLO", STARTTLS, "STARTTLS", "220 go", "TLS EHLO", ehlo);
    }

    private static List<Record> records() {
        Name none = Name.fromConstantString("no-mx-no-address.test.");
        Name lost = Name.fromConstantString("mx-without-address.test.");
        Name nullMx = Name.fromConstantString("null-mx.test.");
        return List.of(
                new TXTRecord(none, DClass.IN, 60, "a name without a mail server"),
                new MXRecord(lost, DClass.IN, 60, 10, Name.fromConstantString("mx.lost.test.")),
                new MXRecord(nullMx, DClass.IN, 60, 0, Name.root));
    }

    @Test
    void a_status_says_what_becomes_of_a_mail_that_postfix_sends() throws Exception {
        MailServer.needRoot();
        try (ScriptedWorld world = ScriptedWorld.start(DOMAINS, records());
                PostfixSender postfix = PostfixSender.start(ScriptedWorld.DNS, world.port())) {
            postfix.send(DOMAINS.stream().map(ScriptedDomain::domain).toList());
            Map<String, Status> ours = ours(world.port());
            Map<String, Fate> fates = fates(postfix);
            List<String> lines = new ArrayList<>();
            for (ScriptedDomain domain : DOMAINS) {
                lines.add(
                        line(
                                domain,
                                fates.getOrDefault(domain.domain(), Fate.UNSETTLED),
                                ours.getOrDefault(domain.domain(), Status.PENDING)));
            }
            System.out.println(String.join("\n", lines));
            assertThat(lines).noneMatch(line -> line.startsWith("DIFFERS"));
            // Postfix goes on trying, and writing.
            List<String> log = postfix.log();
            assertThat(read(log)).isEqualTo(PostfixSender.tries(log));
        }
    }

    /** What we make of its log. */
    private static Map<String, Long> read(List<String> log) {
        PostfixLog format = new PostfixLog();
        Map<String, Long> read = new TreeMap<>();
        for (String line : log) {
            if (format.read(line) instanceof LogReading.Delivered(List<Delivery> deliveries)) {
                for (Delivery delivery : deliveries) {
                    read.merge(delivery.domain() + " " + delivery.fate().label(), 1L, Long::sum);
                }
            }
        }
        return read;
    }

    private static String line(ScriptedDomain domain, Fate fate, Status ours) {
        String agreement = agree(domain, fate, ours) ? "agrees" : "DIFFERS";
        return "%-8s %-28s Postfix: %-17s we: %s"
                .formatted(agreement, domain.name(), fate, ours.label());
    }

    private static boolean agree(ScriptedDomain domain, Fate fate, Status ours) {
        return switch (domain.kind()) {
            case REFUSED_AT_GREETING -> fate == Fate.DEFERRED && ours == Status.REJECTED;
            case OUT_OF_STEP -> fate == Fate.BOUNCED && ours == Status.UNREACHABLE;
            case BY_CHANCE -> fate == Fate.SENT_AND_BOUNCED && ours == Status.DEGRADED;
            case USUAL ->
                    fate != Fate.UNSETTLED
                            && fate
                                    == switch (ours) {
                                        case DELIVERABLE, DEGRADED -> Fate.SENT;
                                        case REJECTED -> Fate.BOUNCED;
                                        case DEFERRED, UNREACHABLE -> Fate.DEFERRED;
                                        // Each server here says something: we have to know.
                                        case INCONCLUSIVE, PENDING -> Fate.UNSETTLED;
                                    };
        };
    }

    /** Waits for all, and sends more mail where a single mail does not tell. */
    private static Map<String, Fate> fates(PostfixSender postfix) throws Exception {
        List<String> byChance =
                DOMAINS.stream()
                        .filter(domain -> domain.kind() == BY_CHANCE)
                        .map(ScriptedDomain::domain)
                        .toList();
        long end = System.nanoTime() + LONGEST.toNanos();
        Map<String, Fate> fates = postfix.fates();
        while (!settled(fates) && System.nanoTime() - end < 0) {
            postfix.send(byChance);
            Thread.sleep(500);
            fates = postfix.fates();
        }
        return fates;
    }

    private static boolean settled(Map<String, Fate> fates) {
        return DOMAINS.stream()
                .allMatch(
                        domain ->
                                domain.kind() == BY_CHANCE
                                        ? fates.get(domain.domain()) == Fate.SENT_AND_BOUNCED
                                        : fates.containsKey(domain.domain()));
    }

    private static Map<String, Status> ours(int port) throws Exception {
        List<Target> targets = DOMAINS.stream().map(domain -> target(domain, port)).toList();
        EngineSettings settings =
                EngineParts.settings(
                        new Resolution(
                                List.of(new InetSocketAddress(ScriptedWorld.DNS, 53)),
                                Dnssec.OFF,
                                Optional.empty()),
                        Samples.politeness(2, 500, 500),
                        targets);
        EngineParts parts =
                new EngineParts(
                        settings,
                        new Environment(List.of(), HttpsClient.PORT),
                        InstantSource.system());
        ProberWiring wiring = parts.wiring(settings);
        Map<String, Future<Status>> rounds = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Target target : targets) {
                rounds.put(
                        target.domain().ascii(),
                        threads.submit(() -> round(parts, wiring, target)));
            }
        }
        Map<String, Status> statuses = new LinkedHashMap<>();
        rounds.forEach((domain, round) -> statuses.put(domain, round.resultNow()));
        return statuses;
    }

    private static Target target(ScriptedDomain domain, int port) {
        Target usual = Samples.target(domain.domain());
        return new Target(
                usual.domain(),
                new MailAddress("seed", domain.domain()),
                usual.interval(),
                port,
                domain.requiresTls() ? TlsMode.REQUIRED : TlsMode.OPPORTUNISTIC,
                usual.families(),
                usual.identities(),
                usual.expect(),
                new Timeouts(STEP, STEP, STEP, Duration.ofSeconds(20)),
                usual.maxHosts(),
                usual.policies(),
                usual.hosts());
    }

    private static Status round(EngineParts parts, ProberWiring wiring, Target target)
            throws InterruptedException {
        QueuePriority priority =
                new QueuePriority(Instant.MIN, Duration.ofHours(1), Duration.ofHours(1));
        Map<String, Status> statuses = parts.round(wiring, target, priority).statuses();
        return statuses.getOrDefault(Samples.IDENTITY.name(), Status.PENDING);
    }
}
