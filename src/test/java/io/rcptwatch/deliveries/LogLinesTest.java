package io.rcptwatch.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.verdict.ReplyClassifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of real logs, with other addresses. */
class LogLinesTest {
    private static final DeliveryJudge JUDGE = new DeliveryJudge(ReplyClassifier.standard());

    static List<String> lines() throws IOException {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        LogLinesTest.class.getResourceAsStream("lines.tsv")),
                                StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_line_says_who_said_what(String sample) {
        String[] parts = sample.split("\t", 5);

        assertThat(said(new MailLog().read(parts[4])))
                .isEqualTo(String.join(" ", parts[0], parts[1], parts[2], parts[3]));
    }

    private static String said(LogReading reading) {
        return switch (reading) {
            case LogReading.Other() -> "other-line - - -";
            case LogReading.Unreadable() -> "unreadable - - -";
            case LogReading.Delivered(List<Delivery> deliveries) -> said(deliveries.getFirst());
        };
    }

    private static String said(Delivery delivery) {
        JudgedDelivery judged = JUDGE.judge(delivery);
        return String.join(
                " ",
                judged.provider().label(),
                judged.outcomeClass().label(),
                judged.outcome().label(),
                judged.phase().map(Phase::label).orElse("-"));
    }
}
