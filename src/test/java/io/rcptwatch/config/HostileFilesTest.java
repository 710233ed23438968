package io.rcptwatch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.yaml.Mistake;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not in the folder, because they are too large, too many, or not there. */
final class HostileFilesTest {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String IDENTITY =
            "identities: [{name: default, helo: a.example.net, mail_from: a@example.net}]\n";

    private static final List<String> SPICES =
            List.of(
                    "",
                    " ",
                    "\n",
                    "\t",
                    "\r",
                    "\0",
                    "\u0007",
                    "\u2028",
                    "\uFEFF",
                    "\uD83D\uDE00",
                    "é",
                    ":",
                    ": ",
                    "- ",
                    "? ",
                    "#",
                    " #",
                    ",",
                    "[",
                    "]",
                    "{",
                    "}",
                    "'",
                    "\"",
                    "\\",
                    "|",
                    ">",
                    "|9",
                    ">-",
                    "&a ",
                    "*a",
                    "*a\n",
                    "!",
                    "!!",
                    "!!str ",
                    "!!int ",
                    "!!binary ",
                    "!<",
                    "!%zz ",
                    "%YAML 999999999999.1\n",
                    "%TAG ! tag:x,2000:\n",
                    "---\n",
                    "...\n",
                    "\"\\U00110000\"",
                    "\"\\UFFFFFFFF\"",
                    "\"\\xZZ\"",
                    "\"\\ud800\"",
                    "\"\\0\"",
                    "<<",
                    "=",
                    "~",
                    "null",
                    "-1",
                    "0x10",
                    "1e999999999",
                    "99999999999999999999",
                    ".",
                    "..",
                    "@",
                    "`",
                    "ß",
                    "\u00ad",
                    "\u200d");

    private final Path folder;

    HostileFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_file_that_does_not_exist_is_one_line() {
        assertThat(ConfigFiles.complaints(folder.resolve("none.yaml")))
                .containsExactly(
                        "none.yaml:1:1: (file): does not exist; allowed: a YAML file that can be"
                                + " read");
    }

    @Test
    void a_folder_is_one_line() {
        assertThat(ConfigFiles.complaints(folder))
                .singleElement()
                .asString()
                .endsWith(
                        ":1:1: (file): cannot be read (Is a directory); allowed: a YAML file that"
                                + " can be read");
    }

    @Test
    void a_file_over_4_mebibytes_is_one_line() throws IOException {
        Path file = Files.write(folder.resolve("big.yaml"), new byte[MOST_BYTES + 1]);

        assertThat(ConfigFiles.complaints(file))
                .containsExactly("big.yaml:1:1: (file): is too large; allowed: at most 4 MiB");
    }

    @Test
    void a_file_of_4_mebibytes_is_read() throws IOException {
        byte[] bytes = (IDENTITY + "targets: [{domain: a.example}]\n").getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(bytes, MOST_BYTES);
        Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');

        ConfigFiles.loaded(Files.write(folder.resolve("just.yaml"), padded));
    }

    @Test
    void ten_thousand_targets_take_less_than_two_seconds_of_cpu() throws IOException {
        Path file = folder.resolve("many.yaml");
        Files.writeString(file, IDENTITY + targets(10_000));
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long start = cpu.getCurrentThreadCpuTime();

        assertThat(ConfigFiles.loaded(file).targets()).hasSize(10_000);
        assertThat(Duration.ofNanos(cpu.getCurrentThreadCpuTime() - start))
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_file_of_very_many_values_is_one_line() throws IOException {
        Path file = folder.resolve("values.yaml");
        Files.writeString(file, "targets: [" + "1,".repeat(500_000) + "]");

        assertThat(ConfigFiles.complaints(file))
                .containsExactly(
                        "values.yaml:1:1000005: (yaml): more than 500000 values; allowed: one valid"
                                + " YAML document");
    }

    @Test
    void of_very_many_mistakes_a_thousand_are_shown_and_the_others_counted() throws IOException {
        String wrong = "  - {domain: a.example, port: 0}\n".repeat(3_000);
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(file, IDENTITY + "targets:\n" + wrong);

        assertThat(ConfigFiles.complaints(file))
                .hasSize(1_001)
                .last()
                .isEqualTo("wrong.yaml:1:1: (file): has 4999 more mistakes; allowed: none");
    }

    @Test
    @Timeout(20)
    void a_list_that_many_targets_share_is_not_read_without_end() throws IOException {
        String hosts =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "mx" + i + ".example")
                        .collect(Collectors.joining(", ", "    hosts: &h [", "]\n"));
        String sharing = "  - {domain: example.com, hosts: *h}\n".repeat(20_000);
        Path file = folder.resolve("shared.yaml");
        Files.writeString(file, IDENTITY + "targets:\n  - domain: a.example\n" + hosts + sharing);

        assertThat(ConfigFiles.complaints(file))
                .containsExactly(
                        "shared.yaml:105:34: (yaml): more than 100 aliases; allowed: one valid YAML"
                                + " document");
    }

    // The seed is fixed: what fails here once fails always.
    @Test
    void whatever_a_file_holds_the_answer_is_a_configuration_or_lines() throws IOException {
        Random random = new Random(5321);
        List<String> seeds = ConfigFiles.good().stream().map(ConfigFiles::text).toList();
        for (int i = 0; i < 1_000; i++) {
            Path file = folder.resolve("mutant.yaml");
            Files.write(
                    file, mutated(seeds.get(random.nextInt(seeds.size())), random).getBytes(UTF_8));

            switch (Configuration.load(file)) {
                case LoadResult.Loaded(Configuration configuration) ->
                        assertThat(configuration.targets()).isNotEmpty();
                case LoadResult.InvalidConfiguration(List<Mistake> mistakes) ->
                        assertThat(mistakes)
                                .isNotEmpty()
                                .allSatisfy(
                                        m ->
                                                assertThat(m.toString())
                                                        .doesNotContainPattern(
                                                                "[\\p{Cc}\\u2028\\u2029]"));
            }
        }
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(3));
            text.replace(from, to, SPICES.get(random.nextInt(SPICES.size())));
        }
        return text.toString();
    }

    private static String targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "  - domain: d%d.example\n    interval: 5m\n".formatted(i))
                .collect(Collectors.joining("", "targets:\n", ""));
    }
}
