package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileRepliesTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final List<String> REPLIES = RuleTableTest.samples().map(Sample::reply).toList();
    private static final String JUNK = "\0\r\n\t \\n-<>()[]{}@.:;'\"#/%|\u00e9\u4e2d\ud83d\u200bx5";

    @Test
    void mutated_replies_are_judged_as_something() {
        Random random = new Random(5321);
        for (int i = 0; i < 10_000; i++) {
            assertJudged(mutated(REPLIES.get(random.nextInt(REPLIES.size())), random));
        }
    }

    @Test
    void random_characters_are_judged_as_something() {
        Random random = new Random(3463);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(200), 0, 0x3000).forEach(c -> text.append((char) c));
            assertJudged(text.toString());
        }
    }

    static Stream<String> endless() {
        return Stream.of(
                        "a.",
                        "a@",
                        "1.2.3.4 ",
                        "::",
                        "a:",
                        "[",
                        "user ",
                        "<",
                        "http://",
                        "550-",
                        "no such ",
                        "5.1.1 ",
                        "mailbox a",
                        "-",
                        "\\n550 ",
                        "rejected ")
                .map(piece -> "550 " + piece.repeat(2_000_000 / piece.length()));
    }

    @Test
    void replies_of_nothing_but_rule_words_cost_little() {
        Random random = new Random(5782);
        List<String> words =
                REPLIES.stream()
                        .flatMap(reply -> Stream.of(reply.split("[^a-z]+")))
                        .distinct()
                        .toList();
        List<String> texts =
                Stream.generate(
                                () ->
                                        "550 "
                                                + random.ints(400, 0, words.size())
                                                        .mapToObj(words::get)
                                                        .collect(Collectors.joining(" ")))
                        .limit(200)
                        .toList();
        assertCheap(texts);
    }

    @Test
    void a_text_that_every_rule_reads_and_none_wins_costs_little() {
        assertCheap(
                Collections.nCopies(
                        200,
                        "550 "
                                + "mail address host user domain server message sender ip "
                                        .repeat(40)));
    }

    /** In CPU time of a warm JVM, since other tests run beside this one. */
    private static void assertCheap(List<String> texts) {
        for (int i = 0; i < 3; i++) {
            texts.forEach(HostileRepliesTest::rule);
        }
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        texts.forEach(HostileRepliesTest::rule);
        Duration each = Duration.ofNanos((clock.getCurrentThreadCpuTime() - start) / texts.size());
        System.out.println("A hostile reply costs " + each.toNanos() / 1000 + " µs");
        assertThat(each).isLessThan(Duration.ofMillis(5));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endless_replies_are_judged_soon(String reply) {
        long start = System.nanoTime();
        assertJudged(reply);
        JUDGE.judge(Conversations.replied(Phase.RCPT, Reply.of(550, reply)), Provider.OTHER);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void many_threads_may_ask_one_judge() throws InterruptedException, ExecutionException {
        List<String> alone = REPLIES.stream().map(HostileRepliesTest::rule).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> together =
                    IntStream.range(0, 50)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () ->
                                                            REPLIES.stream()
                                                                    .map(HostileRepliesTest::rule)
                                                                    .toList()))
                            .toList();
            for (Future<List<String>> rules : together) {
                assertThat(rules.get()).isEqualTo(alone);
            }
        }
    }

    private static String rule(String reply) {
        return JUDGE.explain(PastedReply.of(reply), Optional.empty(), Optional.empty()).rule();
    }

    private static String mutated(String reply, Random random) {
        StringBuilder text = new StringBuilder(reply);
        for (int i = random.nextInt(1, 12); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, JUNK.charAt(random.nextInt(JUNK.length())));
                case 2 -> text.setCharAt(at, JUNK.charAt(random.nextInt(JUNK.length())));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static void assertJudged(String text) {
        PastedReply pasted = PastedReply.of(text);
        Verdict verdict = JUDGE.explain(pasted, Optional.empty(), Optional.empty());
        assertThat(verdict.meaning()).isNotBlank();
        pasted.reply()
                .map(reply -> JUDGE.judge(Conversations.replied(Phase.RCPT, reply), Provider.OTHER))
                .ifPresent(
                        judged ->
                                assertThat(judged.outcome().classes())
                                        .contains(judged.outcomeClass()));
    }
}
