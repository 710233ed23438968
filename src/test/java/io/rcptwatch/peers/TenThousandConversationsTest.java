package io.rcptwatch.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand conversations at once, in a process of their own, as our launcher starts one. */
class TenThousandConversationsTest {
    private static final int CROWD = 10_000;
    private static final int FILES = CROWD + 500;
    private static final long MOST_RESIDENT_KB = 350_000;
    // Several, so that the connections do not run out of ports.
    private static final List<InetAddress> ADDRESSES =
            Stream.of("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
                    .map(InetAddress::ofLiteral)
                    .toList();

    @Test
    @Timeout(60)
    void all_are_open_at_once_and_end_with_quit_in_350_megabytes(@TempDir Path folder)
            throws IOException, InterruptedException {
        Peers.need(Files.isDirectory(Path.of("/proc/self")), "this is not Linux");
        Peers.need(openFiles() >= FILES, "a process may not open " + FILES + " files here");
        try (Tarpit tarpit = new Tarpit(ADDRESSES, CROWD)) {
            Map<String, String> crowd = crowd(folder, tarpit);
            double cpu = Double.parseDouble(crowd.getOrDefault("cpu_ms", "NaN")) / CROWD;
            long peak = Long.parseLong(crowd.getOrDefault("peak_kb", "-1"));
            System.out.printf(
                    "%d conversations at once: at most %d kB resident, %.2f ms of CPU for each%n",
                    CROWD, peak, cpu);
            assertThat(tarpit.mostOpen()).isEqualTo(CROWD);
            assertThat(tarpit.conversations())
                    .isEqualTo(Map.of("EHLO MAIL RCPT RSET QUIT", (long) CROWD));
            assertThat(crowd).containsEntry("endings", "{rcpt:250=" + CROWD + "}");
            assertThat(peak).isBetween(1L, MOST_RESIDENT_KB);
        }
    }

    /** How many files a process may open: Java takes all that it is allowed to. */
    private static long openFiles() throws IOException {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            return limits.filter(limit -> limit.startsWith("Max open files"))
                    .mapToLong(limit -> Long.parseLong(limit.split("\\s+", 5)[3]))
                    .sum();
        }
    }

    private static Map<String, String> crowd(Path folder, Tarpit tarpit)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(CROWD)));
        tarpit.addresses().stream()
                .flatMap(a -> Stream.of(a.getHostString(), Integer.toString(a.getPort())))
                .forEach(arguments::add);
        Launched crowd = Launched.run(folder, Crowd.class, arguments);
        assertThat(crowd.exitCode()).as(crowd.said()).isZero();
        return crowd.said()
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
