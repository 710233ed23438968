package io.rcptwatch.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check-config}: whether a configuration is fit to run. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a configuration and asks nobody: every mistake gets one line",
            "FILE:LINE:COLUMN: KEY: what is wrong and what is allowed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fit to run", "2:one mistake or more"})
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --config FILE.")
    private @Nullable Path named;

    @Override
    public Integer call() {
        Path file = named == null ? configuration.file() : named;
        return ConfigurationOption.read(file, System.out)
                .map(
                        fit -> {
                            System.out.printf(
                                    "%s: OK, %d targets%n",
                                    file, fit.configuration().targets().size());
                            return 0;
                        })
                .orElse(Rcptwatch.WRONG);
    }
}
