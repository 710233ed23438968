package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitFileTest {
    private static final Path UNIT = Path.of("config/systemd/rcptwatch.service");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @Test
    void systemd_has_nothing_to_complain_about(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed");
        String launcher = Path.of("rcptwatch").toAbsolutePath().toString();
        String unit = Files.readString(UNIT);
        assertThat(unit).contains("ExecStart=/usr/bin/rcptwatch run ");
        Path here =
                Files.writeString(
                        folder.resolve("rcptwatch.service"),
                        unit.replace("/usr/bin/rcptwatch", launcher));

        Process process =
                new ProcessBuilder(ANALYZE.toString(), "verify", here.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    /** The only folder that it may write to, and a user that files can be made readable for. */
    @Test
    void the_service_is_where_prometheus_looks_for_it() throws Exception {
        assertThat(UNIT)
                .content()
                .contains("StateDirectory=rcptwatch\n", "\nUser=rcptwatch\n")
                .doesNotContain("DynamicUser");
        assertThat(Path.of("src/package/debian/rcptwatch.conf"))
                .content()
                .contains("\nu rcptwatch ");
        assertThat(Shipped.PROMETHEUS.resolve("prometheus.yml"))
                .content()
                .contains("\"localhost:9025\"");
    }
}
