package io.rcptwatch.smtp;

import static io.rcptwatch.smtp.ReplyFlaw.BARE_CARRIAGE_RETURN;
import static io.rcptwatch.smtp.ReplyFlaw.BARE_LINE_FEED;
import static io.rcptwatch.smtp.ReplyFlaw.EMPTY_LINE;
import static io.rcptwatch.smtp.ReplyFlaw.MIXED_CODES;
import static io.rcptwatch.smtp.ReplyFlaw.STRAY_LINE;
import static io.rcptwatch.smtp.ReplyFlaw.UNKNOWN_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    static final List<Arguments> REPLIES =
            List.of(
                    arguments("250 2.1.0 Ok\r\n", 250, List.of("2.1.0 Ok")),
                    arguments("250\r\n", 250, List.of("")),
                    arguments("250 \r\n", 250, List.of("")),
                    arguments("250-a\r\n250-b\r\n250 c\r\n", 250, List.of("a", "b", "c")),
                    arguments("250-a\r\n250\r\n", 250, List.of("a", "")),
                    arguments("250-\r\n250 c\r\n", 250, List.of("", "c")),
                    arguments("250 -a\r\n", 250, List.of("-a")),
                    arguments("250-250 a\r\n250 b\r\n", 250, List.of("250 a", "b")),
                    arguments("421  two blanks\r\n", 421, List.of(" two blanks")),
                    arguments("599 x\r\n", 599, List.of("x")),
                    arguments("200 x\r\n", 200, List.of("x")),
                    arguments("354 x\r\n", 354, List.of("x")),
                    arguments("250 tab\there\r\n", 250, List.of("tab here")));

    @ParameterizedTest
    @FieldSource("REPLIES")
    void a_reply_is_all_its_lines(String wire, int code, List<String> lines) throws Exception {
        assertThat(reader(wire).read()).isEqualTo(new Reply(code, lines));
    }

    @ParameterizedTest
    @FieldSource("REPLIES")
    void a_reply_may_drip_byte_by_byte(String wire, int code, List<String> lines) throws Exception {
        InputStream drip = new Drip(new ByteArrayInputStream(octets(wire)));
        assertThat(new ReplyReader(drip).read()).isEqualTo(new Reply(code, lines));
    }

    // Each as Postfix 3.7 took it.
    static final List<Arguments> FLAWED =
            List.of(
                    flawed("250-a\r\n251 b\r\n", 251, List.of("a", "b"), MIXED_CODES),
                    flawed("250-a\r\n550 b\r\n", 550, List.of("a", "b"), MIXED_CODES),
                    flawed("550-a\r\n250 b\r\n", 250, List.of("a", "b"), MIXED_CODES),
                    flawed("250-a\r\nb\r\n250 c\r\n", 250, List.of("a", "c"), STRAY_LINE),
                    flawed("b\r\n250 a\r\n", 250, List.of("a"), STRAY_LINE),
                    flawed("550_a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("2500 a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("25\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("2x0 a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed(" 550 a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("\uFEFF550 a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("\u0665\u0665\u0660 a\r\n250 b\r\n", 250, List.of("b"), STRAY_LINE),
                    flawed("\r\n250 a\r\n", 250, List.of("a"), EMPTY_LINE),
                    flawed("250-a\r\n\r\n250 b\r\n", 250, List.of("a", "b"), EMPTY_LINE),
                    flawed("250 a\n", 250, List.of("a"), BARE_LINE_FEED),
                    flawed("250-a\n250 b\r\n", 250, List.of("a", "b"), BARE_LINE_FEED),
                    flawed("\n250 a\r\n", 250, List.of("a"), EMPTY_LINE, BARE_LINE_FEED),
                    flawed("250 a\r\r\n", 250, List.of("a"), BARE_CARRIAGE_RETURN),
                    flawed("550 a\r250 b\r\n", 550, List.of("a\uFFFD250 b"), BARE_CARRIAGE_RETURN),
                    flawed("199 a\r\n", 199, List.of("a"), UNKNOWN_CODE),
                    flawed("600 a\r\n", 600, List.of("a"), UNKNOWN_CODE),
                    flawed("050 a\r\n", 50, List.of("a"), UNKNOWN_CODE));

    private static Arguments flawed(String wire, int code, List<String> lines, ReplyFlaw... flaws) {
        return arguments(wire, new Reply(code, lines, Set.of(flaws)));
    }

    @ParameterizedTest
    @FieldSource("FLAWED")
    void a_flawed_reply_is_read_as_a_sender_reads_it_and_shows_its_flaws(String wire, Reply reply)
            throws Exception {
        assertThat(reader(wire + "421 behind it\r\n").read()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "250_a\r\n",
                "2500 a\r\n",
                "-250 a\r\n25"
            })
    void lines_of_no_reply_and_nothing_behind_them_are_a_protocol_error(String wire) {
        assertThat(fault(wire))
                .isEqualTo(
                        new Fault(
                                Fault.Kind.PROTOCOL_ERROR,
                                "the server sent lines that are no reply"));
    }

    @Test
    void a_code_is_shown_with_three_digits() throws Exception {
        assertThat(reader("050-a\r\n050 b\r\n").read()).hasToString("050-a\n050 b");
    }

    @Test
    void a_line_may_have_4096_bytes_and_no_more() throws Exception {
        String longest = "250 " + "x".repeat(4092);
        assertThat(reader(longest + "\r\n").read().text()).hasSize(4092);
        assertThat(fault(longest + "x\r\n").kind()).isEqualTo(Fault.Kind.PROTOCOL_ERROR);
    }

    @Test
    void a_line_without_an_end_is_not_read_to_its_end() {
        for (String octet : List.of("x", "\r")) {
            ReplyReader endless = new ReplyReader(new Endless("250 x", octet));
            assertThatThrownBy(endless::read).hasMessageContaining("a line of over 4096 bytes");
        }
    }

    @Test
    void a_reply_may_have_512_lines_and_no_more() throws Exception {
        assertThat(reader("250-x\r\n".repeat(511) + "250 x\r\n").read().lines()).hasSize(512);
        assertThat(fault("250-x\r\n".repeat(512) + "250 x\r\n"))
                .isEqualTo(
                        new Fault(
                                Fault.Kind.PROTOCOL_ERROR,
                                "the server sent a reply of over 512 lines"));
    }

    @Test
    void a_reply_may_have_64_kilobytes_and_no_more() throws Exception {
        String line = "250-" + "x".repeat(4092) + "\r\n";
        String last = "250 " + "x".repeat(4092);
        assertThat(reader(line.repeat(15) + last + "\r\n").read().lines()).hasSize(16);
        assertThat(fault(line.repeat(16) + "250\r\n").detail()).endsWith("over 65536 bytes");
    }

    @Test
    void a_reply_without_an_end_is_not_read_to_its_end() {
        for (String line : List.of("250-x\r\n", "x\r\n", "\n")) {
            ReplyReader endless = new ReplyReader(new Endless("", line));
            assertThatThrownBy(endless::read).hasMessageContaining("a reply of over 512 lines");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2", "250", "250 half a li", "250 a\r", "250-a\r\n", "250-a\r\n250"})
    void who_closes_in_the_middle_of_a_reply_gave_none(String wire) {
        assertThat(fault(wire).kind()).isEqualTo(Fault.Kind.CONNECTION_DROPPED);
    }

    static final List<Arguments> HOSTILE =
            List.of(
                    arguments("nul\u0000", "nul\uFFFD"),
                    arguments("\u001b[31mred\u001b[0m", "\uFFFD[31mred\uFFFD[0m"),
                    arguments("\u009b31m", "\uFFFD31m"),
                    arguments("bell\u0007 back\b del\u007f", "bell\uFFFD back\uFFFD del\uFFFD"),
                    arguments("\u202Eyako\u202C", "\uFFFDyako\uFFFD"),
                    arguments("\u2066isolated\u2069", "\uFFFDisolated\uFFFD"),
                    arguments("mark\u200f \u061c", "mark\uFFFD \uFFFD"),
                    arguments("zero\u200bwidth\uFEFF", "zero\uFFFDwidth\uFFFD"),
                    arguments(
                            "line\u2028paragraph\u2029nel\u0085",
                            "line\uFFFDparagraph\uFFFDnel\uFFFD"),
                    arguments("tag\uDB40\uDC41", "tag\uFFFD"));

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void what_moves_a_terminal_or_turns_a_page_is_replaced(String sent, String kept)
            throws Exception {
        assertThat(reader("550 " + sent + "\r\n").read().text()).isEqualTo(kept);
    }

    @Test
    void utf8_is_kept() throws Exception {
        assertThat(reader("550 ящик полон 满 📫\r\n").read().text()).isEqualTo("ящик полон 满 📫");
    }

    @Test
    void octets_that_are_no_utf8_are_replaced() throws Exception {
        byte[] latin1 = "550 caf\u00e9 ferm\u00e9\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new ReplyReader(new ByteArrayInputStream(latin1)).read().text())
                .isEqualTo("caf\uFFFD ferm\uFFFD");
    }

    @Test
    void one_reply_is_read_and_the_next_one_waits() throws Exception {
        ReplyReader reader = reader("250 a\r\n421 b\r\n");
        assertThat(reader.read().text()).isEqualTo("a");
        assertThat(reader.hasUnread()).isTrue();
        assertThat(reader.read().text()).isEqualTo("b");
        assertThat(reader.hasUnread()).isFalse();
    }

    @Test
    void bytes_that_the_stream_still_holds_are_unread_too() throws Exception {
        ReplyReader reader =
                new ReplyReader(new Drip(new ByteArrayInputStream(octets("220 go\r\n2"))));
        reader.read();
        assertThat(reader.hasUnread()).isTrue();
    }

    @Test
    void what_was_read_before_a_timeout_does_not_come_again() throws Exception {
        ReplyReader reader = new ReplyReader(new Pieces("250 a\r\n", "", "221 b\r\n"));
        assertThat(reader.read().code()).isEqualTo(250);
        assertThatThrownBy(reader::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(reader.hasUnread()).isFalse();
        assertThat(reader.read().code()).isEqualTo(221);
    }

    @Test
    void any_octets_are_a_reply_or_a_fault() throws Exception {
        // Every pair of octets at every place of a short reply.
        byte[] valid = octets("250-a\r\n250 b\r\n");
        for (int place = 0; place < valid.length; place++) {
            for (int octet : IntStream.range(0, 256).toArray()) {
                byte[] mutant = valid.clone();
                mutant[place] = (byte) octet;
                replyOrFault(mutant);
            }
        }
    }

    private static void replyOrFault(byte[] wire) throws IOException {
        try {
            Reply reply = new ReplyReader(new ByteArrayInputStream(wire)).read();
            assertThat(reply.code()).isBetween(0, 999);
            assertThat(reply.flaws().contains(UNKNOWN_CODE))
                    .isEqualTo(reply.code() < 200 || reply.code() > 599);
            assertThat(reply.text()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f]");
        } catch (FaultException e) {
            assertThat(e.fault().kind())
                    .isIn(Fault.Kind.PROTOCOL_ERROR, Fault.Kind.CONNECTION_DROPPED);
        }
    }

    private static Fault fault(String wire) {
        return catchThrowableOfType(FaultException.class, () -> reader(wire).read()).fault();
    }

    private static ReplyReader reader(String wire) {
        return new ReplyReader(new ByteArrayInputStream(octets(wire)));
    }

    private static byte[] octets(String wire) {
        return wire.getBytes(StandardCharsets.UTF_8);
    }

    /** Gives one byte at a time. */
    private static final class Drip extends InputStream {
        private final InputStream in;

        Drip(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, 1);
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }

    /** Says the same for ever. */
    private static final class Endless extends InputStream {
        private final String first;
        private final String again;
        private int position;

        Endless(String first, String again) {
            this.first = first;
            this.again = again;
        }

        @Override
        public int read() {
            int at = position++;
            return at < first.length()
                    ? first.charAt(at)
                    : again.charAt((at - first.length()) % again.length());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            buffer[offset] = (byte) read();
            return 1;
        }
    }

    /** Gives a piece at each read; an empty one is a timeout. */
    private static final class Pieces extends InputStream {
        private final Deque<String> pieces;

        Pieces(String... pieces) {
            this.pieces = new ArrayDeque<>(List.of(pieces));
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("the reader reads ahead");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            byte[] piece = octets(pieces.remove());
            if (piece.length == 0) {
                throw new SocketTimeoutException();
            }
            System.arraycopy(piece, 0, buffer, offset, piece.length);
            return piece.length;
        }
    }
}
