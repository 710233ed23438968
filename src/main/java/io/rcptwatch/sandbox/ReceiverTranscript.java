package io.rcptwatch.sandbox;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in one conversation with a receiver, while it goes on and after it. Bounded: of
 * long lines only the beginning is kept, of long conversations too. Safe for many threads.
 */
public final class ReceiverTranscript {
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 512;

    private final InetAddress client;
    private final Instant start;
    private final List<String> lines = new ArrayList<>();
    private boolean pipelined;
    private End end = End.OPEN;

    ReceiverTranscript(InetAddress client, Instant start) {
        this.client = client;
        this.start = start;
    }

    /** How a conversation ended. */
    public enum End {
        /** It has not yet. */
        OPEN,
        /** The client said QUIT, and was answered. */
        QUIT,
        /** The receiver closed the connection: its script, a 421, a limit. */
        CLOSED_BY_RECEIVER,
        /** The client went without QUIT or fell silent, or the connection broke. */
        LOST
    }

    /** Where the client connected from. */
    public InetAddress client() {
        return client;
    }

    /** When the client connected. */
    public Instant start() {
        return start;
    }

    /** All of it: {@code S: } before what the receiver said, {@code C: } before what it heard. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** What the client said, in clear and in TLS. */
    public List<String> commands() {
        return lines().stream().filter(l -> l.startsWith("C: ")).map(l -> l.substring(3)).toList();
    }

    /** Whether the client ever spoke before the receiver had answered. */
    public synchronized boolean pipelined() {
        return pipelined;
    }

    /** How it ended. */
    public synchronized End end() {
        return end;
    }

    void heard(String line) {
        add("C: " + line);
    }

    void said(String line) {
        add("S: " + line);
    }

    synchronized void spokeTooEarly() {
        pipelined = true;
    }

    synchronized void ended(End how) {
        end = how;
    }

    private synchronized void add(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        }
    }
}
