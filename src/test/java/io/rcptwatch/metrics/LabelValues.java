package io.rcptwatch.metrics;

import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.mtasts.StsMode;
import io.rcptwatch.selfcheck.IdentityCheck;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Basis;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.AnswerSource;
import io.rcptwatch.watch.HealthProblem;
import io.rcptwatch.watch.SkipReason;
import io.rcptwatch.wire.TlsLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What values a label can have.
 *
 * @param label its name
 * @param metric the only metric of which that is said; empty: all that have it
 * @param closed all values; empty: they cannot be listed
 * @param words what there is to say besides
 */
record LabelValues(String label, String metric, List<String> closed, String words) {
    static final List<LabelValues> ALL =
            List.of(
                    open("domain", "as configured"),
                    open("identity", "its `name` in the configuration"),
                    closed(
                            "provider",
                            providers(),
                            "who runs the best mail host; `other` is all the rest"),
                    open(
                            "mx",
                            "the host's name, with `:port` where that is not 25; empty where there is no host; `other` beyond 80 hosts"
                                    + " of a domain in 30 days"),
                    closed(
                            "family",
                            values(Family.values(), Family::label),
                            "empty where there is no host"),
                    closed("status", values(Status.values(), Status::label), ""),
                    closed("class", values(OutcomeClass.values(), OutcomeClass::label), ""),
                    closed(
                            "outcome",
                            outcomes(),
                            "`content_rejected` and `message_too_large` only of deliveries"),
                    closed(
                            "fault",
                            values(FaultParty.values(), FaultParty::label),
                            "whose turn it is to act; `us`: the sender, `receiver`: the domain or its mail servers"),
                    closed(
                            "basis",
                            values(Basis.values(), Basis::label),
                            "what decided: the reply's words, its code alone, or neither"),
                    closed(
                            "phase",
                            Stream.concat(
                                            values(Phase.values(), Phase::label).stream(),
                                            Stream.of("unknown"))
                                    .toList(),
                            "in the order of a conversation; `data` and `unknown` only of deliveries"),
                    open("code", "the reply's three digits; empty where there was no reply"),
                    open(
                            "enhanced_code",
                            "as the server says it, like `5.7.1`; empty where it says none; of a provider's replies beyond "
                                    + ReplyCounters.MOST_KINDS
                                    + " kinds `other`"),
                    closed(
                            "extension",
                            Stream.concat(
                                            Keywords.REGISTERED.stream().sorted(),
                                            Stream.of(Keywords.OTHER))
                                    .toList(),
                            "keywords of the registry; `other` is what is none"),
                    in("smtp_probe_tls_info", "version", "as TLS names it, like `TLSv1.3`"),
                    open("cipher", "the cipher suite, as TLS names it"),
                    closed(
                            "verified",
                            List.of("true", "false"),
                            "for this host, by the authorities that Java trusts"),
                    closed(
                            "by",
                            values(TlsDemander.values(), TlsDemander::label),
                            "`dane`: TLSA records; `dane_ta`: such as name an authority and no key of the host, so that the certificate has to be in date"),
                    closed(
                            "result_type",
                            values(TlsProblem.values(), TlsProblem::label),
                            "RFC 8460 §4.3"),
                    closedIn(
                            "smtp_probe_dane_results_total",
                            "result",
                            values(DaneResult.values(), DaneResult::label)),
                    closedIn(
                            "smtp_delivery_messages_total",
                            "result",
                            List.of("sent", "bounced", "expired")),
                    closedIn(
                            "smtp_delivery_log_lines_total",
                            "result",
                            List.of("delivery", "other", "unreadable")),
                    in("smtp_delivery_log_lines_total", "source", "the log's file"),
                    in("smtp_delivery_log_last_line_timestamp_seconds", "source", "the log's file"),
                    in("smtp_delivery_log_healthy", "source", "the log's file"),
                    closed(
                            "mode",
                            values(StsMode.values(), StsMode::label),
                            "`absent`: no MTA-STS; `faulty`: there is to be some, and it cannot be had; `unknown`: the DNS did not say"),
                    closedIn(
                            "smtp_probe_skipped_total",
                            "reason",
                            values(SkipReason.values(), SkipReason::label)),
                    closedIn(
                            "smtp_probe_unwell",
                            "reason",
                            values(HealthProblem.values(), HealthProblem::label)),
                    closed(
                            "scope",
                            Stream.concat(Stream.of("overall", "host"), providers().stream())
                                    .toList(),
                            "each `provider` too; `host`: each host, `overall`: everybody"),
                    closed("period", List.of("at_once", "minute", "day"), ""),
                    closed(
                            "check",
                            values(IdentityCheck.values(), IdentityCheck::label),
                            "[what each looks at](identity.md)"),
                    open("list", "the domain of a DNS list, as configured"),
                    in("smtp_probe_ruleset_info", "version", "of the rules"),
                    in("smtp_probe_build_info", "version", "of the program"),
                    open("revision", "the commit of the build"),
                    open("java_version", "of the JVM"),
                    closed(
                            "tls",
                            values(TlsLibrary.values(), TlsLibrary::label),
                            "the library that does TLS with the mail hosts; `jdk` costs about ten times the CPU"),
                    new LabelValues(
                            "source",
                            "smtp_probe_answer_info",
                            values(AnswerSource.values(), AnswerSource::label),
                            "[what they mean](probe.md)"));

    private static LabelValues open(String label, String words) {
        return new LabelValues(label, "", List.of(), words);
    }

    private static LabelValues in(String metric, String label, String words) {
        return new LabelValues(label, metric, List.of(), words);
    }

    private static LabelValues closed(String label, List<String> values, String words) {
        return new LabelValues(label, "", values, words);
    }

    private static LabelValues closedIn(String metric, String label, List<String> values) {
        return new LabelValues(label, metric, values, "");
    }

    private static <T> List<String> values(T[] all, Function<T, String> label) {
        return Arrays.stream(all).map(label).toList();
    }

    private static List<String> providers() {
        return Providers.standard().all().stream().map(Provider::label).toList();
    }

    private static List<String> outcomes() {
        return Arrays.stream(Outcome.values()).map(Outcome::label).toList();
    }

    /** Whether it says something about that label of that metric. */
    boolean concerns(String ofMetric, String named) {
        return label.equals(named) && (metric.isEmpty() || metric.equals(ofMetric));
    }

    /** The values as the page lists them: the providers only once. */
    List<String> listed() {
        List<String> rest = new ArrayList<>(closed);
        if (label.equals("scope")) {
            rest.removeAll(providers());
        }
        return rest;
    }

    /** Whether a sample may have that value. */
    boolean allow(String value) {
        return closed.isEmpty() || value.isEmpty() || closed.contains(value);
    }
}
