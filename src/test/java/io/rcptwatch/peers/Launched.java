package io.rcptwatch.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another program of this class path in a process of its own, with all the options that our
 * launcher gives Java: a copy of the launcher stands beside a program that is only a manifest.
 */
record Launched(String said, int exitCode) {
    /** Runs it to its end. */
    static Launched run(Path folder, Class<?> program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst(launcher(folder, program).toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "RCPTWATCH_HEAP"));
        Process process = builder.start();
        try {
            byte[] said = process.getInputStream().readAllBytes();
            return new Launched(new String(said, StandardCharsets.UTF_8), process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path launcher(Path folder, Class<?> program) throws IOException {
        Path app = Files.createDirectories(folder.resolve("target/quarkus-app"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        try (OutputStream jar = Files.newOutputStream(app.resolve("quarkus-run.jar"))) {
            new JarOutputStream(jar, manifest).close();
        }
        return Files.copy(Path.of("rcptwatch"), folder.resolve("rcptwatch"));
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
