package io.rcptwatch.cli;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.sandbox.Domain;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandbox}: only the built-in mail world. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Runs only the built-in mail world: scripted receivers and a DNS server on loopback,",
            "until it is stopped. The agent asks it with the same configuration."
        })
final class SandboxCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/demo.yaml",
            description =
                    "A configuration whose key 'sandbox' names the world's file"
                            + " (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("config/demo.yaml");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Path> world =
                ConfigurationOption.load(file, System.err).flatMap(Configuration::sandbox);
        if (world.isEmpty()) {
            System.err.println(file + ": sandbox: is missing: it names the world's file");
            return Rcptwatch.WRONG;
        }
        try (Sandbox sandbox = Sandbox.start(world.get())) {
            show(sandbox);
            new CountDownLatch(1).await();
            return 0;
        } catch (WorldFileException e) {
            System.err.println(e.getMessage());
            return Rcptwatch.WRONG;
        }
    }

    private static void show(Sandbox sandbox) {
        System.out.printf(
                "DNS at %s, receivers at port %d%n", sandbox.dnsAddress(), sandbox.port());
        for (Domain domain : sandbox.domains()) {
            System.out.printf("  %-28s %s%n", domain.name(), domain.description());
        }
    }
}
