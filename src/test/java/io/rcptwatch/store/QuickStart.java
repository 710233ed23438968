package io.rcptwatch.store;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of this class path with a start-up cache (JEP 514), as the built program has one: a
 * start takes half of the processor's time.
 *
 * @param classPath jars only, such a cache is for nothing else; and no more than it takes
 */
record QuickStart(Class<?> program, String classPath, Path cache) {
    // How long a program works while it is looked at.
    private static final Duration AT_WORK = Duration.ofSeconds(1);

    /** Runs the program twice, with these arguments, until it has printed a line and worked. */
    static QuickStart train(Path folder, Class<?> program, List<String> arguments)
            throws IOException, InterruptedException {
        Path cache = folder.resolve("start-up.cache");
        QuickStart whole = new QuickStart(program, jars(folder), cache);
        Path log = folder.resolve("classes.log");
        whole.run(List.of("-Xlog:class+load:file=" + log), arguments);
        // A look for a service opens each of the hundreds of a test.
        String loaded = Files.readString(log);
        String needed =
                Stream.of(whole.classPath.split(File.pathSeparator, -1))
                        .filter(jar -> loaded.contains("source: file:" + jar + "\n"))
                        .collect(Collectors.joining(File.pathSeparator));
        QuickStart trained = new QuickStart(program, needed, cache);
        trained.run(List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot=off"), arguments);
        return trained;
    }

    private void run(List<String> options, List<String> arguments)
            throws IOException, InterruptedException {
        try (Child run = Child.start(command(options, arguments))) {
            run.readLine();
            Thread.sleep(AT_WORK);
            run.process().toHandle().destroy();
            run.process().waitFor();
        }
    }

    Child start(List<String> arguments) throws IOException {
        // A JVM that cannot use it says nothing, and starts slowly.
        List<String> options = List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off");
        return Child.start(command(options, arguments));
    }

    private List<String> command(List<String> options, List<String> arguments) {
        return Child.command(classPath, options, program, arguments);
    }

    private static String jars(Path folder) throws IOException {
        // That of the test's own JVM is one jar which names the others.
        String whole =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> jars = new ArrayList<>();
        for (String entry : whole.split(File.pathSeparator, -1)) {
            jars.add(
                    Files.isDirectory(Path.of(entry))
                            ? jar(Path.of(entry), folder.resolve(jars.size() + ".jar")).toString()
                            : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path jar(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(directory)) {
            // Quickly packed, quickly read.
            out.setLevel(0);
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(each).toString()));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
