package io.rcptwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Override
    public Integer call() {
        return configuration
                .read(System.out)
                .map(
                        fit -> {
                            System.out.printf(
                                    "%s: OK, %d targets%n",
                                    configuration.file(), fit.configuration().targets().size());
                            return 0;
                        })
                .orElse(Rcptwatch.WRONG);
    }
}
