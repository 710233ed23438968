package io.rcptwatch.probe;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.time.Duration;
import java.util.Optional;

/**
 * One step of a conversation.
 *
 * @param phase which step
 * @param sent the line that we sent; empty for connect, greeting and handshake
 * @param received the answer; empty where none came, or none is due
 * @param duration from the first byte sent to the answer's end
 */
public record DialogueStep(
        Phase phase, Optional<String> sent, Optional<Reply> received, Duration duration) {}
