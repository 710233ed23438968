package io.rcptwatch;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.rcptwatch.cli.Rcptwatch;
import io.rcptwatch.wire.CipherSuites;

/** Where the program begins: a command runs before Quarkus, and only {@code run} starts it. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        CipherSuites.allowWide();
        System.exit(Rcptwatch.execute(args));
    }
}
