package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Ended ended = launch(jdkThatTellsItsOptions("jdk"));
        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines())
                .contains(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.library.path=" + app.toRealPath().resolve("lib/native"));
    }

    /** As systemd starts it for a user without a home: no variable is there but these. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "probe", "explain", "catalogue", "check-config", "sandbox"})
    void every_command_begins_in_an_empty_environment(String command) throws Exception {
        Path app = Files.createDirectories(folder.resolve("target/quarkus-app"));
        Files.createFile(app.resolve("quarkus-run.jar"));
        Ended ended =
                launch(command, Map.of("JAVA_HOME", jdkThatTellsItsOptions("jdk").toString()));
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).endsWith(command + "\n");
    }

    @Test
    void an_installed_one_takes_its_own_runtime_before_any_other() throws Exception {
        Files.createFile(Files.createDirectories(folder.resolve("app")).resolve("quarkus-run.jar"));
        jdkThatTellsItsOptions("runtime");
        Ended ended = launch("run", Map.of("JAVA_HOME", System.getProperty("java.home")));
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output().lines())
                .contains(folder.toRealPath().resolve("app/quarkus-run.jar").toString());
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

    private Path jdkThatTellsItsOptions(String name) throws IOException {
        Path jdk = folder.resolve(name);
        Path java = jdk.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return jdk;
    }

    private Ended launch(Path jdk) throws IOException, InterruptedException {
        return launch("run", Map.of("JAVA_HOME", jdk.toString()));
    }

    private Ended launch(String command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(folder.resolve("rcptwatch").toString(), command))
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
