package io.rcptwatch.cli;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.TlsTrouble;
import io.rcptwatch.report.BlindSpot;
import io.rcptwatch.report.DomainPolicyReport;
import io.rcptwatch.report.Since;
import io.rcptwatch.report.TlsPolicyReport;
import io.rcptwatch.report.TlsReport;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.HostProbe;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.SkipReason;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For people: each dialogue as it happens, what it means, and the status at the end. */
final class HumanReport implements ProbeReport {
    private final PrintStream out;
    private final TerminalStyle ink;
    private final InstantSource clock;

    HumanReport(PrintStream out, TerminalStyle ink, InstantSource clock) {
        this.out = out;
        this.ink = ink;
        this.clock = clock;
    }

    @Override
    public void settled(Observation observation) {
        out.println(
                ink.bold(observation.mx().orElseGet(() -> observation.domain().ascii()))
                        + " as "
                        + observation.identity()
                        + ": nobody was asked");
        end(observation);
    }

    @Override
    public Listener begin(HostProbe call) {
        out.println(
                ink.bold(call.host().label())
                        + " ["
                        + call.addresses().getFirst().getHostAddress()
                        + "] as "
                        + call.identity().name()
                        + " ("
                        + call.identity().mailFrom()
                        + " to "
                        + call.target().recipient()
                        + ")");
        return new DialoguePrinter(out, ink);
    }

    @Override
    public void told(Target target, Observation observation) {
        if (observation.address().isEmpty()) {
            settled(observation);
            return;
        }
        out.println(
                ink.bold(observation.mx().orElse("-"))
                        + " ["
                        + observation.address().get().getHostAddress()
                        + "] as "
                        + observation.identity()
                        + " (to "
                        + target.recipient()
                        + ", at "
                        + observation.finishedAt().truncatedTo(ChronoUnit.SECONDS)
                        + ")");
        DialoguePrinter printer = new DialoguePrinter(out, ink);
        for (DialogueStep step : observation.conversation().steps()) {
            step.sent().ifPresent(line -> printer.said(step.phase(), line));
            printer.finished(step);
        }
        end(observation);
    }

    @Override
    public void end(Observation observation) {
        Conversation conversation = observation.conversation();
        conversation.tls().map(TlsReport::of).ifPresent(this::print);
        conversation.tlsTrouble().ifPresent(this::print);
        print(TlsPolicyReport.of(observation.tls()));
        if (observation.verdict().reply().isEmpty()) {
            out.println("  -- " + conversation.ending().text());
        }
        new VerdictPrinter(out, ink).print(observation.verdict());
        out.println();
    }

    @Override
    public void leftOut(SkipReason reason) {
        out.println("  -- " + ink.yellow("not asked: " + reason.label()));
        out.println();
    }

    private void print(TlsReport tls) {
        String judgement =
                tls.verified()
                        ? ink.green("verified")
                        : ink.yellow(String.join(", ", tls.problems()));
        out.printf("  %s %s: %s%n", tls.version(), tls.cipher(), judgement);
        if (tls.subject() != null) {
            out.printf(
                    "  certificate of %s for %s, by %s, %s, %s to %s, chain of %d%n",
                    tls.subject(),
                    names(tls),
                    tls.issuer(),
                    tls.key(),
                    tls.notBefore(),
                    tls.notAfter(),
                    tls.chainLength());
        }
        tls.remarks().forEach(remark -> out.println("  " + ink.yellow("weak: ") + remark));
    }

    private static String names(TlsReport tls) {
        String more = tls.namesLeftOut() > 0 ? " and " + tls.namesLeftOut() + " more" : "";
        return tls.names().isEmpty() ? "no host" : String.join(", ", tls.names()) + more;
    }

    private void print(TlsTrouble trouble) {
        out.println("  " + ink.yellow("no TLS: ") + trouble.detail());
    }

    private void print(TlsPolicyReport policy) {
        if (policy.dane() != null) {
            out.println(
                    "  DANE: "
                            + coloured(policy, policy.dane())
                            + (policy.daneDetail() == null ? "" : ", " + policy.daneDetail()));
        }
        if (!policy.inMtaStsPolicy()) {
            out.println("  " + ink.yellow("not in the domain's MTA-STS policy"));
        }
    }

    private String coloured(TlsPolicyReport policy, String dane) {
        return policy.problems().isEmpty() ? ink.green(dane) : ink.yellow(dane);
    }

    private void print(DomainPolicyReport policies) {
        DomainPolicyReport.MtaStsReport sts = policies.mtaSts();
        out.println(
                "MTA-STS: "
                        + sts.mode()
                        + (sts.mx().isEmpty() ? "" : ", for " + String.join(", ", sts.mx()))
                        + (sts.problem() == null ? "" : ", " + ink.yellow(sts.problem()))
                        + (sts.detail() == null ? "" : ", " + sts.detail()));
        out.println("TLS reports: " + String.join(", ", said(policies.tlsRpt())));
    }

    private static List<String> said(DomainPolicyReport.Reports reports) {
        return reports.to().isEmpty() ? List.of(reports.state()) : reports.to();
    }

    @Override
    public void conclude(Target target, Round round, Map<String, Instant> since) {
        round.policies().map(DomainPolicyReport::of).ifPresent(this::print);
        round.statuses().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                print(
                                        target,
                                        round,
                                        entry.getKey(),
                                        entry.getValue(),
                                        Optional.ofNullable(since.get(entry.getKey()))));
    }

    private void print(
            Target target, Round round, String identity, Status status, Optional<Instant> began) {
        String since = Since.of(began, clock.instant()).text();
        out.printf(
                "%s as %s: %s%s%n",
                target.domain(), identity, coloured(status), since.isEmpty() ? "" : " " + since);
        round.statusReason(target, identity).ifPresent(why -> out.println("  " + why));
        BlindSpot.note(round.provider(), status)
                .ifPresent(note -> out.println("  " + ink.yellow("note: ") + note));
    }

    private String coloured(Status status) {
        String text = ink.bold(status.label());
        return switch (status) {
            case DELIVERABLE -> ink.green(text);
            case DEGRADED, DEFERRED, INCONCLUSIVE, PENDING -> ink.yellow(text);
            case REJECTED, UNREACHABLE -> ink.red(text);
        };
    }
}
