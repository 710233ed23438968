package io.rcptwatch.dns;

/** What the DNS says, made fit for a line of ours. */
public final class PlainText {
    private PlainText() {}

    /** The first characters, the unprintable and the non-ASCII ones as question marks. */
    public static String line(String text, int most) {
        StringBuilder line = new StringBuilder();
        text.chars()
                .limit(most)
                .map(c -> c < ' ' || c > '~' ? '?' : c)
                .forEach(line::appendCodePoint);
        return text.length() > most ? line + "…" : line.toString();
    }
}
