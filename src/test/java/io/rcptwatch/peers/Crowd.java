package io.rcptwatch.peers;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeRequest;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.wire.Shutdown;
import io.rcptwatch.wire.SocketConnector;
import io.rcptwatch.wire.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of its own: holds many conversations at once, as the agent does, and prints how they
 * ended and what that cost this process.
 */
final class Crowd {
    private static final Duration LONG = Duration.ofSeconds(45);
    private static final Timeouts TIMEOUTS = new Timeouts(LONG, LONG, LONG, LONG);
    private static final Identity IDENTITY =
            new Identity(
                    "default",
                    "probe.example.net",
                    new MailAddress("probe", "example.net"),
                    Optional.empty(),
                    List.of());

    private Crowd() {}

    /** Arguments: how many, then each server as address and port. */
    public static void main(String[] args) throws Exception {
        int size = Integer.parseInt(args[0]);
        List<InetSocketAddress> servers = new ArrayList<>();
        for (int i = 1; i < args.length; i += 2) {
            InetAddress address = InetAddress.ofLiteral(args[i]);
            servers.add(new InetSocketAddress(address, Integer.parseInt(args[i + 1])));
        }
        Prober prober = new Prober(new SocketConnector(new TlsClient(List.of()), new Shutdown()));
        Duration before = cpu();
        Map<String, Long> endings = hold(prober, servers, size);
        System.out.println("endings=" + endings);
        System.out.println("cpu_ms=" + cpu().minus(before).toMillis());
        System.out.println("peak_kb=" + peakKilobytes());
    }

    private static Map<String, Long> hold(Prober prober, List<InetSocketAddress> servers, int size)
            throws Exception {
        List<Future<Conversation>> conversations = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < size; i++) {
                ProbeRequest question = question(servers.get(i % servers.size()));
                conversations.add(threads.submit(() -> prober.probe(question, Listener.NONE)));
            }
        }
        return conversations.stream()
                .map(conversation -> ending(conversation.resultNow().ending()))
                .collect(Collectors.groupingBy(e -> e, TreeMap::new, Collectors.counting()));
    }

    private static String ending(ProbeEnd ending) {
        return switch (ending) {
            case ProbeEnd.Replied(var phase, var reply) -> phase.label() + ":" + reply.code();
            case ProbeEnd.Failed(var phase, var fault) -> phase.label() + ":" + fault;
            default -> ending.toString();
        };
    }

    private static ProbeRequest question(InetSocketAddress server) {
        return new ProbeRequest(
                "tarpit.example.test",
                server,
                IDENTITY,
                new MailAddress("seed", "example.test"),
                new TlsDemand.Opportunistic(),
                TIMEOUTS);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** The most that was ever resident of this process, in KiB: see proc(5), VmHWM. */
    private static long peakKilobytes() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            String line = status.filter(l -> l.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }
}
