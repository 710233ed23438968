package io.rcptwatch.cli;

import io.rcptwatch.report.ReportJson;
import io.rcptwatch.report.TargetReport;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Round;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;

/** For machines: one JSON object. */
final class JsonReport implements ProbeReport {
    private final PrintStream out;

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void conclude(Target target, Round round, Map<String, Instant> since) {
        out.println(ReportJson.text(TargetReport.of(target, round, since)));
    }
}
