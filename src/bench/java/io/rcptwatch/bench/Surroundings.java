package io.rcptwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** When and on what a report was made. */
final class Surroundings {
    private Surroundings() {}

    static void print() throws IOException {
        System.out.printf(
                "%s, %d × %s, Linux %s%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.version"));
        System.out.println("Java " + Runtime.version());
        System.out.println(firstLine(Blackbox.PROGRAM, "--version"));
        System.out.println("Postfix " + firstLine("postconf", "-h", "mail_version"));
        printLoad();
    }

    /** Others who work here at the same time make every figure worse. */
    static void printLoad() throws IOException {
        System.out.println("Load average: " + Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse("unknown processor");
        }
    }

    private static String firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (Stream<String> lines = process.inputReader().lines()) {
                return lines.findFirst().orElse("");
            }
        } catch (IOException _) {
            return command[0] + " is not here";
        }
    }
}
