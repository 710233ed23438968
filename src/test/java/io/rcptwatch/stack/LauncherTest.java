package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does before the program begins, and how it ends where it cannot. */
class LauncherTest {
    // EX_UNAVAILABLE of sysexits.h: not 3, with which the JVM exits for want of memory.
    private static final int UNAVAILABLE = 69;

    private final Path folder;

    LauncherTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Ended(int code, String output) {}

    @BeforeEach
    void copy() throws IOException {
        Files.copy(
                Path.of("rcptwatch"),
                folder.resolve("rcptwatch"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void a_program_that_is_not_built_is_a_failure_of_the_launcher() throws Exception {
        Ended ended = launch(Path.of(System.getProperty("java.home")));
        assertThat(ended.code()).isEqualTo(UNAVAILABLE);
        assertThat(ended.output()).contains("not built yet");
    }

    @Test
    void a_jvm_without_memory_exits_and_finds_the_native_library_without_unpacking_it()
            throws Exception {
        Path app = Files.createDirectories(folder.resolve("target/quarkus-app"));
        Files.createFile(app.resolve("quarkus-run.jar"));
        Ended ended = launch(jdkThatTellsItsOptions());
        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines())
                .contains(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.library.path=" + app.toRealPath().resolve("lib/native"));
    }

    /** The unit restarts it for want of memory, and not where a restart changes nothing. */
    @Test
    void the_unit_knows_the_exit_codes() {
        assertThat(Path.of("config/systemd/rcptwatch.service"))
                .content()
                .contains(
                        "Restart=on-failure\n",
                        "RestartPreventExitStatus=2 69\n",
                        "SuccessExitStatus=143\n");
    }

    private Path jdkThatTellsItsOptions() throws IOException {
        Path jdk = folder.resolve("jdk");
        Path java = jdk.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return jdk;
    }

    private Ended launch(Path jdk) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(folder.resolve("rcptwatch").toString(), "run"))
                        .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
