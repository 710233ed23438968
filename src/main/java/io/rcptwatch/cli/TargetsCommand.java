package io.rcptwatch.cli;

import io.rcptwatch.deliveries.LogSummary;
import io.rcptwatch.verdict.ReplyClassifier;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which domains to watch. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        versionProvider = Rcptwatch.Version.class,
        description = {
            "Writes the domains that most mail goes to, or fails at, as YAML for the key 'targets'.",
            "Probing them asks other people's servers: look the list through before you use it."
        })
final class TargetsCommand implements Callable<Integer> {
    // A log may hold anything: only what has the form of a domain is printed.
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,20}");

    @Option(
            names = "--from-log",
            required = true,
            paramLabel = "FILE|-",
            description = "The log of Postfix, Exim or KumoMTA, also compressed (.gz).")
    private String log = "-";

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many domains at most (default: ${DEFAULT-VALUE}).")
    private int top = 20;

    @Override
    public Integer call() throws IOException {
        List<LogSummary.DomainRow> domains =
                new LogFile(log)
                        .read(ReplyClassifier.standard()).domains(Integer.MAX_VALUE).stream()
                                .filter(row -> DOMAIN.matcher(row.domain()).matches())
                                .limit(Math.max(0, top))
                                .toList();
        if (domains.isEmpty()) {
            System.err.println("rcptwatch: " + log + " names no delivery to another host");
            return Rcptwatch.WRONG;
        }
        PrintStream out = System.out;
        out.println("targets:");
        for (LogSummary.DomainRow row : domains) {
            out.printf(
                    "  - domain: %-40s # %d sent, %d failed%n",
                    row.domain(), row.sent(), row.failed());
        }
        return 0;
    }
}
