package io.rcptwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.deliveries.LogSummary;
import io.rcptwatch.report.ExplanationReport;
import io.rcptwatch.report.LogReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.verdict.Judgement;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.ReplyClassifier;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: what a reply means. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a mail server's reply means, which rule decided and what to do about it.",
            "Nobody is asked: the reply is all that counts."
        },
        footer = {
            "",
            "Examples:",
            "  rcptwatch explain '550 5.1.1 User unknown'",
            "  rcptwatch explain --mx aspmx.l.google.com --phase rcpt '550 5.7.26 unauthenticated'",
            "  rcptwatch explain --batch <replies.jsonl"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The exit code where nothing was said. */
    private static final int INCONCLUSIVE = 3;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            converter = PhaseConverter.class,
            description =
                    "What the reply answered: banner, ehlo, starttls, mail, rcpt, data, quit.")
    private @Nullable Phase phase;

    @Option(names = "--mx", paramLabel = "HOST", description = "The mail host that said it.")
    private @Nullable String mx;

    @Option(
            names = "--format",
            paramLabel = "human|json",
            defaultValue = "human",
            description = "How to show it (default: ${DEFAULT-VALUE}).")
    private ExplainFormat format = ExplainFormat.human;

    @Option(
            names = "--batch",
            description = {
                "Reads one JSON object a line from standard input: {\"reply\": …, \"phase\": …,",
                "\"mx\": …}; writes one JSON object a line, in the same order."
            })
    private boolean batch;

    @Option(
            names = "--log",
            paramLabel = "FILE|-",
            description = {
                "Reads a whole mail log of Postfix, Exim or KumoMTA, also compressed (.gz), and says",
                "who refuses our mail, how often, why, and what to do."
            })
    private @Nullable String log;

    @Parameters(
            arity = "0..*",
            paramLabel = "REPLY",
            description =
                    "The reply, as the log or the bounce has it; - or nothing: standard input.")
    private List<String> reply = List.of();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A configuration whose own rules are asked first (default: none).")
    private @Nullable Path config;

    private enum ExplainFormat {
        human,
        json
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReplyClassifier> judge = judge();
        if (judge.isEmpty()) {
            return Rcptwatch.WRONG;
        }
        if (batch) {
            explainAll(judge.get());
            return 0;
        }
        if (log != null) {
            explainLog(judge.get(), new LogFile(log));
            return 0;
        }
        return explain(judge.get(), PastedReply.of(text()));
    }

    /** From the command line, or else from a pipe: at a terminal nobody would know to type. */
    private String text() throws IOException {
        boolean piped = reply.isEmpty() && !TerminalStyle.standardInputIsTerminal();
        if (piped || reply.equals(List.of("-"))) {
            return new String(System.in.readNBytes(PastedReply.MOST_BYTES), StandardCharsets.UTF_8);
        }
        if (reply.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Missing REPLY: the text of a reply, in quotes, or - for standard input");
        }
        return String.join(" ", reply);
    }

    private Optional<ReplyClassifier> judge() {
        return config == null
                ? Optional.of(ReplyClassifier.standard())
                : ConfigurationOption.read(config, System.err).map(ConfigurationReading.Fit::judge);
    }

    private int explain(ReplyClassifier judge, PastedReply pasted) {
        Judgement decision =
                judge.decide(pasted, Optional.ofNullable(phase), Optional.ofNullable(mx));
        PrintStream out = System.out;
        switch (format) {
            case json -> out.println(ReportJson.text(ExplanationReport.of(pasted, decision)));
            case human ->
                    new VerdictPrinter(out, TerminalStyle.ofStandardOutput())
                            .print(pasted, decision);
        }
        return pasted.saysNothing() ? INCONCLUSIVE : 0;
    }

    private void explainLog(ReplyClassifier judge, LogFile file) throws IOException {
        LogSummary summary = file.read(judge);
        switch (format) {
            case json -> System.out.println(ReportJson.text(LogReport.of(summary)));
            case human ->
                    new LogPrinter(System.out, TerminalStyle.ofStandardOutput()).print(summary);
        }
    }

    private static void explainAll(ReplyClassifier judge) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(ReportJson.text(explained(judge, line)));
            out.write('\n');
        }
        out.flush();
    }

    /** One line's answer: a line that is no request gets one too, so that the order holds. */
    private static Object explained(ReplyClassifier judge, String line) {
        try {
            JsonNode request = JSON.readTree(line);
            PastedReply pasted = PastedReply.of(said(request.path("reply")));
            Optional<Phase> step = text(request, "phase").flatMap(Phase::labelled);
            return ExplanationReport.brief(pasted, judge.judged(pasted, step, text(request, "mx")));
        } catch (JsonProcessingException e) {
            return Map.of("error", "not a JSON object: " + e.getOriginalMessage());
        }
    }

    private static String said(JsonNode reply) {
        return reply.isNull() ? "" : reply.asText();
    }

    private static Optional<String> text(JsonNode request, String field) {
        return Optional.ofNullable(request.path(field).textValue());
    }
}
