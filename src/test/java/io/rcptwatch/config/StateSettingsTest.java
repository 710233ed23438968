package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the state goes when nobody says where. */
class StateSettingsTest {
    private static final Path FILE = Path.of("/etc/rcptwatch/partners.yaml");

    private static Path usual(Path file, Optional<String> given) {
        return StateSettings.of(Values.NONE, file, given).orElseThrow().file();
    }

    @Test
    void beside_the_configuration_under_its_name() {
        assertThat(usual(FILE, Optional.empty()))
                .isEqualTo(Path.of("/etc/rcptwatch/partners.state"));
        assertThat(usual(Path.of("watch"), Optional.empty())).isEqualTo(Path.of("watch.state"));
    }

    @Test
    void in_the_first_folder_that_systemd_gives() {
        assertThat(usual(FILE, Optional.of("/var/lib/rcptwatch:/var/lib/other")))
                .isEqualTo(Path.of("/var/lib/rcptwatch/partners.state"));
    }
}
