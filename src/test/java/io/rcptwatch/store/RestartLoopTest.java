package io.rcptwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is started and killed again and again is no more of a burden than one that lives.
 * Here it is made of the daemon's parts, which start in less time; {@code src/bench/restart-loop}
 * does the same to the built program.
 */
@Timeout(240)
class RestartLoopTest {
    private static final int STARTS = 50;

    @TempDir private Path folder = Path.of("");
    @TempDir private Path apart = Path.of("");

    @Test
    void fifty_kills_in_a_row_cause_no_more_contacts_than_one_long_life() throws Exception {
        RestartLoop loop =
                new RestartLoop(
                        STARTS, Duration.ofMillis(700), Survivor.INTERVAL, Survivor.MIN_INTERVAL);
        QuickStart java =
                QuickStart.train(
                        apart,
                        Survivor.class,
                        List.of(apart.resolve("state").toString(), "d0.example@127.0.9.9:1"));

        RestartLoop.Result result =
                loop.run(targets -> survivor(java, folder.resolve("state"), targets));

        System.out.println(result);
        assertThat(result.isPolite()).as(result.toString()).isTrue();
        assertThat(result.isTelling()).as(result.toString()).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing was moved aside").hasSize(1);
        }
    }

    private static Child survivor(QuickStart java, Path state, List<String> targets)
            throws IOException {
        List<String> arguments = new ArrayList<>(targets);
        arguments.addFirst(state.toString());
        Child agent = java.start(arguments);
        assertThat(agent.readLine()).isEqualTo("watching");
        return agent;
    }
}
