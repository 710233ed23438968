package io.rcptwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rcptwatch.sandbox.Domain;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import java.io.IOException;
import java.io.InputStreamReader;
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
            "until it is stopped. The agent asks it with the same configuration.",
            "Meanwhile a line HOST-or-DOMAIN BEHAVIOUR on standard input has a receiver",
            "block us, greylist, go dark and more; 'help' lists the behaviours. In the",
            "background of a shell it needs its input from elsewhere: </dev/null"
        })
final class SandboxCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "config/demo.yaml",
            description =
                    "A configuration whose key 'sandbox' names the world's file"
                            + " (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("config/demo.yaml");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Path> world =
                ConfigurationOption.read(file, System.err)
                        .flatMap(fit -> fit.configuration().sandbox());
        if (world.isEmpty()) {
            System.err.println(file + ": sandbox: is missing: it names the world's file");
            return Rcptwatch.WRONG;
        }
        try (Sandbox sandbox = Sandbox.start(world.get())) {
            show(sandbox);
            new SandboxPrompt(sandbox).serve(new InputStreamReader(System.in, UTF_8), System.out);
            // Without a terminal there are no lines, and the sandbox is wanted all the same.
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
        System.out.println("Type help to have them behave otherwise.");
    }
}
