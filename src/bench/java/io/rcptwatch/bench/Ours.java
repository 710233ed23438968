package io.rcptwatch.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@link Conversations}, on a JVM of its own. */
record Ours(String name, Child jvm) implements Contestant {
    /**
     * Starts it.
     *
     * @param options of the JVM
     * @param arguments of the program
     */
    static Ours start(String name, List<String> options, String... arguments) throws IOException {
        return new Ours(name, Child.start(Java.command(options, Conversations.class, arguments)));
    }

    @Override
    public Cost hold(int conversations) throws IOException {
        Duration before = jvm.cpu();
        jvm.writeLine(Integer.toString(conversations));
        double seconds = Double.parseDouble(jvm.readLine());
        return Cost.of(conversations, seconds, jvm.cpu().minus(before));
    }
}
