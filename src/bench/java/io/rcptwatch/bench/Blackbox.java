package io.rcptwatch.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** blackbox_exporter, asked by HTTP as Prometheus asks it. */
record Blackbox(Child exporter, int httpPort, String module, int smtpPort) implements Contestant {
    static final String PROGRAM = "prometheus-blackbox-exporter";

    static Blackbox start(String module, int smtpPort) throws IOException, InterruptedException {
        int httpPort = Http.freePort();
        Child exporter =
                Child.watched(
                        List.of(
                                PROGRAM,
                                "--config.file=src/bench/blackbox.yaml",
                                "--log.level=error",
                                "--web.listen-address=127.0.0.1:" + httpPort));
        Http.await(httpPort, "/-/healthy");
        return new Blackbox(exporter, httpPort, module, smtpPort);
    }

    @Override
    public String name() {
        return "blackbox_exporter";
    }

    @Override
    public Cost hold(int conversations) throws IOException, InterruptedException {
        Duration before = exporter.cpu();
        long start = System.nanoTime();
        probe(conversations);
        double seconds = (System.nanoTime() - start) / 1e9;
        return Cost.of(conversations, seconds, exporter.cpu().minus(before));
    }

    private void probe(int conversations) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(Conversations.AT_ONCE)) {
            List<Future<String>> probes =
                    IntStream.range(0, conversations)
                            .mapToObj(_ -> threads.submit(() -> probe()))
                            .toList();
            for (Future<String> probe : probes) {
                probe.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private String probe() throws IOException, InterruptedException {
        String metrics =
                Http.get(httpPort, "/probe?module=" + module + "&target=127.0.0.1:" + smtpPort);
        if (!metrics.contains("\nprobe_success 1\n")) {
            throw new IOException("blackbox_exporter failed:\n" + metrics);
        }
        return metrics;
    }
}
