package io.rcptwatch.cli;

import io.rcptwatch.agent.Round;
import io.rcptwatch.report.Json;
import io.rcptwatch.report.TargetReport;
import java.io.PrintStream;

/** For machines: one JSON object. */
final class JsonReport implements ProbeReport {
    private final PrintStream out;

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void conclude(Round round) {
        out.println(Json.text(TargetReport.of(round)));
    }
}
