package io.rcptwatch.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** The characters of a file: bounded, UTF-8, and only those that YAML allows. */
final class SourceText {
    // Some 40,000 targets. SnakeYAML copies a long token again with each 1024 characters of it, so
    // that a hostile file of four times this size would take half a minute.
    static final int MOST_MEBIBYTES = 4;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final SourcePosition START = new SourcePosition("(file)", 1, 1);

    private SourceText() {}

    /** Empty where the file cannot be read as text: the mistake is noted then. */
    static Optional<String> read(Path file, int mostMebibytes, Mistakes mistakes) {
        try (InputStream in = Files.newInputStream(file)) {
            int most = mostMebibytes * MEBIBYTE;
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                mistakes.add(START, "is too large; allowed: at most " + mostMebibytes + " MiB");
                return Optional.empty();
            }
            return decode(bytes, mistakes);
        } catch (IOException e) {
            mistakes.add(START, reason(e) + "; allowed: a YAML file that can be read");
            return Optional.empty();
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "is not readable for this user";
            default ->
                    "cannot be read (" + QuotedValue.escaped(String.valueOf(e.getMessage())) + ")";
        };
    }

    private static Optional<String> decode(byte[] bytes, Mistakes mistakes) {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        boolean malformed =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes), chars, true)
                        .isError();
        String text = withoutByteOrderMark(chars.flip().toString());
        if (malformed) {
            mistakes.add(end(text), "is not UTF-8 from here on; allowed: UTF-8");
            return Optional.empty();
        }
        return printable(text, mistakes);
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    // YAML 1.2.2 §5.1: what the reader would refuse without saying in which line.
    private static Optional<String> printable(String text, Mistakes mistakes) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                mistakes.add(
                        end(text.substring(0, i)),
                        "holds the character U+%04X; allowed: printable ones".formatted(c));
                return Optional.empty();
            }
        }
        return Optional.of(text);
    }

    /** The place behind a text that begins the file. */
    private static SourcePosition end(String text) {
        int lastBreak = text.lastIndexOf('\n');
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int column = 1 + text.codePointCount(lastBreak + 1, text.length());
        return new SourcePosition("(file)", line, column);
    }
}
