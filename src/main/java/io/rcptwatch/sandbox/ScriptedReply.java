package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.time.Duration;

/** What a receiver does on its cue. */
sealed interface ScriptedReply {
    /** How long it waits first; zero or positive. */
    Duration after();

    /** It says a reply; a 421 also ends the conversation (RFC 5321 §3.8). */
    record Say(Reply reply, Duration after) implements ScriptedReply {}

    /** It sends lines that need not be SMTP, and closes the connection. */
    record Raw(String text, Duration after) implements ScriptedReply {}

    /** It closes the connection without a word. */
    record Drop(Duration after) implements ScriptedReply {}

    /** It keeps the connection and never says anything again. */
    record Hold(Duration after) implements ScriptedReply {}
}
