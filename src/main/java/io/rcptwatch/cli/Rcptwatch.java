package io.rcptwatch.cli;

import io.rcptwatch.metrics.BuildInfo;
import io.rcptwatch.target.SafeText;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. */
@Command(
        name = "rcptwatch",
        mixinStandardHelpOptions = true,
        versionProvider = Rcptwatch.Version.class,
        description = "Asks mail servers whether they would take our mail right now.",
        subcommands = {
            RunCommand.class,
            ProbeCommand.class,
            ExplainCommand.class,
            CatalogueCommand.class,
            TargetsCommand.class,
            CheckConfigCommand.class,
            SandboxCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "'rcptwatch COMMAND --help' tells more of each."})
public final class Rcptwatch {
    /** The exit code where the command line or the configuration is wrong. */
    static final int WRONG = 2;

    private Rcptwatch() {}

    /** Runs a command and gives its exit code. */
    public static int execute(String... args) {
        return new CommandLine(new Rcptwatch())
                .setParameterExceptionHandler(Rcptwatch::misused)
                .setExecutionExceptionHandler(Rcptwatch::unexpected)
                .execute(args);
    }

    /** One line that says what is wrong, and one that says where to read on. */
    private static int misused(ParameterException e, String[] ignored) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .printf(
                        "rcptwatch: %s%nSee '%s --help'.%n",
                        SafeText.line(String.valueOf(e.getMessage()), 500),
                        command.getCommandSpec().qualifiedName());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** A mistake of ours, or of the machine: one line for people, the rest only on demand. */
    private static int unexpected(Exception e, CommandLine commandLine, ParseResult ignored)
            throws Exception {
        if (System.getenv("RCPTWATCH_DEBUG") != null) {
            throw e;
        }
        commandLine
                .getErr()
                .printf(
                        "rcptwatch: %s (set RCPTWATCH_DEBUG for the details)%n",
                        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Tells which build this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            BuildInfo build = BuildInfo.current();
            return new String[] {"rcptwatch " + build.version(), "Java " + build.javaVersion()};
        }
    }
}
