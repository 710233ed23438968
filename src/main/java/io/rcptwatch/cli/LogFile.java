package io.rcptwatch.cli;

import io.rcptwatch.deliveries.DeliveryJudge;
import io.rcptwatch.deliveries.LogFailure;
import io.rcptwatch.deliveries.LogLines;
import io.rcptwatch.deliveries.LogSummary;
import io.rcptwatch.deliveries.MailLog;
import io.rcptwatch.verdict.ReplyClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The mail log that a command names; {@code -} is standard input. */
record LogFile(String name) {
    /** All that it says; a log that cannot be read is an error with one line. */
    LogSummary read(ReplyClassifier classifier) throws IOException {
        LogSummary summary = new LogSummary(new MailLog(), new DeliveryJudge(classifier));
        try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
            LogLines lines = new LogLines(in);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                summary.add(line.get());
            }
        } catch (IOException e) {
            throw new IOException(name + ": " + LogFailure.reason(e), e);
        }
        return summary;
    }
}
