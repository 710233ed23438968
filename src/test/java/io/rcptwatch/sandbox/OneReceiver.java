package io.rcptwatch.sandbox;

import java.util.List;

/** A world of one receiver, for one conversation. */
final class OneReceiver {
    /** A script that takes everything. */
    static final String ACCEPTS = "tls: good";

    private OneReceiver() {}

    /** What a test does with a client that has connected, before it heard anything. */
    interface Conversation {
        void with(Caller caller) throws Exception;
    }

    /** Holds a conversation, and returns what the receiver remembers of it. */
    static ReceiverTranscript hold(String script, Conversation conversation) throws Exception {
        return hold("", script, conversation);
    }

    static ReceiverTranscript hold(String limits, String script, Conversation conversation)
            throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver(limits, script))) {
            Receiver receiver = sandbox.receiver("mx.x.test");
            try (Caller caller = new Caller(receiver, sandbox.port())) {
                conversation.with(caller);
            }
            return ended(receiver);
        }
    }

    /** The receiver's last dialogue, when it has come to its end. */
    static ReceiverTranscript ended(Receiver receiver) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            List<ReceiverTranscript> dialogues = receiver.dialogues();
            if (!dialogues.isEmpty() && dialogues.getLast().end() != ReceiverTranscript.End.OPEN) {
                return dialogues.getLast();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the conversation has no end");
    }
}
