package io.rcptwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.metrics.Exposition.Format;
import io.rcptwatch.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the page of the metrics equal to the code; a real scrape is held to it elsewhere. */
class MetricsPageTest {
    private static final String AFTER_A_COLLECTION =
            """
            # HELP jvm_memory_pool_allocated_bytes_total Total bytes allocated in a given JVM memory pool. \
            Only updated after GC, not continuously.
            # TYPE jvm_memory_pool_allocated_bytes_total counter
            jvm_memory_pool_allocated_bytes_total{pool="Eden Space"} 1
            """;

    @Test
    void the_page_is_what_the_code_says() throws Exception {
        Watched watched = ExpositionTest.everything();
        // At once: an agent whose loop does not tick is soon unwell.
        String ours = watched.text(Format.TEXT) + watched.answered(Samples.target("a.example"));
        String page = MetricsPage.of(ours, Described.of(collected(watched)));
        if (System.getProperty("rcptwatch.pages", "").equals("write")) {
            Files.writeString(MetricsPage.FILE, page);
        }
        assertThat(MetricsPage.FILE).as("run: make docs").content().isEqualTo(page);
    }

    /**
     * The JVM tells of its collector late, after many other tests: SandboxStatusTest holds the page
     * to what an agent shows in the end.
     */
    private static String collected(Watched watched) {
        String text = watched.text(Format.TEXT);
        return text.contains("jvm_memory_pool_allocated_bytes_total{")
                ? text
                : text + AFTER_A_COLLECTION;
    }

    @Test
    void the_page_is_read_as_it_was_written() throws IOException {
        assertThat(MetricsPage.listed())
                .filteredOn(Described::ours)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Described::of).toList());
    }

    @Test
    void every_label_of_every_metric_is_explained_once() {
        for (Metric metric : Metric.values()) {
            for (String label : metric.labelNames()) {
                assertThat(LabelValues.ALL)
                        .filteredOn(values -> values.concerns(metric.published(), label))
                        .as("%s of %s", label, metric.published())
                        .hasSize(1);
            }
        }
    }

    @Test
    void a_value_that_is_not_on_the_page_is_noticed() {
        List<String> samples =
                List.of(
                        "smtp_probe_skipped_total{domain=\"x\",reason=\"budget\"} 1",
                        "smtp_probe_skipped_total{domain=\"x\",reason=\"resolver_silent\"} 1",
                        "smtp_probe_waiting{colour=\"red\"} 1");
        assertThat(MetricsPage.strangers(String.join("\n", samples)))
                .containsExactly(
                        "smtp_probe_skipped_total: reason=resolver_silent",
                        "smtp_probe_waiting: colour=red");
    }
}
