package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Unwraps bounces that somebody wrote to keep us busy. What is bounded is the work, counted in
 * characters read, so that no busy machine can fail the test: 60 reads of each of 20,480 characters
 * take some milliseconds.
 */
class HostileBouncesTest {
    private static final ReplyClassifier CLASSIFIER = ReplyClassifier.standard();
    private static final int MOST_READS_A_CHARACTER = 64;

    static Stream<String> bounces() {
        return Stream.of(
                "x" + "\n".repeat(65_000) + "x",
                "said 550 5.1.1 x" + " ".repeat(65_000) + "x",
                "x" + "\n ".repeat(32_500) + "x",
                "x " + "status=bounced (".repeat(4_062),
                "Diagnostic-Code: smtp; 550 x" + "\n x".repeat(21_666),
                "x" + ",smtp;x-".repeat(8_000),
                "b,2026-11-25" + ",x-a".repeat(16_000),
                "said: ".repeat(10_000),
                "x \n" + "<<< 450 ".repeat(8_000),
                "&#60;".repeat(13_000),
                "x (in reply to ".repeat(4_000),
                "x" + "\nA-".repeat(20_000),
                "x\n" + "a".repeat(65_000),
                "x " + "* ".repeat(30_000),
                "550 x" + "; from=<".repeat(8_000));
    }

    @ParameterizedTest
    @MethodSource("bounces")
    void each_character_is_read_a_bounded_number_of_times(String bounce) {
        String plain = PastedText.plain(bounce);
        CountedText text = new CountedText(plain);
        BounceUnwrapper.unwrapped(text);
        assertThat(text.reads()).isLessThan((long) MOST_READS_A_CHARACTER * plain.length());
    }

    @ParameterizedTest
    @MethodSource("bounces")
    void it_is_judged_as_something(String bounce) {
        PastedReply pasted = PastedReply.of(bounce);
        assertThat(CLASSIFIER.explain(pasted, Optional.empty(), Optional.empty()).meaning())
                .isNotBlank();
    }

    /** A text that counts how often one of its characters is read; its parts count with it. */
    private record CountedText(String text, AtomicLong count) implements CharSequence {
        CountedText(String text) {
            this(text, new AtomicLong());
        }

        long reads() {
            return count.get();
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.substring(start, end), count);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
