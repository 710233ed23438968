package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rcptwatch.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One domain asked about, as Prometheus asks blackbox_exporter. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@Timeout(60)
class ProbeTest {
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    private static Sandbox sandbox;

    @AutoClose private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startSandbox() throws Exception {
        sandbox = Sandbox.start(Path.of(configured(ProbeProfile.WORLD)));
    }

    @AfterAll
    static void stopSandbox() throws IOException {
        sandbox.close();
    }

    private static String configured(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    private static HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(configured("test.url") + path))
                        .timeout(Duration.ofSeconds(30));
        return headers.length > 0 ? request.headers(headers).build() : request.build();
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(path, headers), BodyHandlers.ofString());
    }

    /** Asks until there was a new round. */
    private HttpResponse<String> fresh(String query) throws Exception {
        HttpResponse<String> answer = get("/probe?fresh=true&" + query);
        for (int i = 0; i < 100 && !answer.body().contains("source=\"fresh\""); i++) {
            Thread.sleep(50);
            answer = get("/probe?fresh=true&" + query);
        }
        assertThat(answer.body()).contains("smtp_probe_answer_info{source=\"fresh\"} 1\n");
        return answer;
    }

    private static int conversations(String host) {
        return sandbox.receiver(host).dialogues().size();
    }

    @Test
    void a_fresh_round_is_a_result_in_the_form_of_blackbox_exporter() throws Exception {
        HttpResponse<String> answer = fresh("target=takes.test");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("# TYPE probe_success gauge\nprobe_success 1\n")
                .containsPattern("\nprobe_duration_seconds 0\\.[0-9]+\n")
                .containsPattern("\nsmtp_probe_result_age_seconds 0(\\.[0-9]+)?\n")
                .contains("smtp_probe_domain_status{domain=\"takes.test\"")
                .contains("smtp_probe_attempts_total{domain=\"takes.test\"")
                .doesNotContain("twins.test", "jvm_", "NaN");
    }

    @Test
    void the_latest_result_costs_no_conversation() throws Exception {
        fresh("target=takes.test");
        int before = conversations("mx.takes.test");

        HttpResponse<String> answer = get("/probe?target=TAKES.test&module=default");

        assertThat(answer.body()).contains("probe_success 1\n", "source=\"latest\"");
        assertThat(conversations("mx.takes.test")).isEqualTo(before);
    }

    @Test
    void a_refusal_is_no_success_but_an_answer() throws Exception {
        HttpResponse<String> answer = fresh("target=refuses.test");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("probe_success 0\n", "outcome=\"policy_rejected\"", "code=\"550\"");
    }

    @Test
    void openmetrics_is_there_for_who_wants_it() throws Exception {
        HttpResponse<String> answer =
                get("/probe?target=takes.test", "Accept", "application/openmetrics-text");

        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n").contains("# TYPE smtp_probe_answer info\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /probe                                    | 400 | target is missing: a domain
                    /probe?target=a.test&target=b.test        | 400 | target is given more than once
                    /probe?target=takes.test&module=smtp_ehlo | 400 | module is not known; allowed: default
                    /probe?target=takes.test&fresh=1          | 400 | fresh is neither true nor false
                    /probe?target=takes.test&debug=           | 400 | debug is neither true nor false
                    /probe?target=takes.test&identity=south   | 400 | identity does not ask about this target; allowed: north
                    /probe?target=%3Cscript%3E                | 400 | target is no domain name
                    /probe?target=localhost                   | 400 | target has a single label
                    /probe?target=                            | 400 | target is empty
                    /probe?target=example.net                 | 200 |
                    """)
    void a_wrong_question_is_told_in_a_line(String path, int status, String line) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(answer.body()).isEqualTo(line + "\n");
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "1e9", "NaN", "''"})
    void a_timeout_that_is_none_is_a_wrong_question(String timeout) throws Exception {
        assertThat(get("/probe?target=takes.test", TIMEOUT, timeout).statusCode()).isEqualTo(400);
    }

    @Test
    void an_identity_sees_only_what_it_was_told() throws Exception {
        String both = fresh("target=twins.test").body();
        String south = get("/probe?target=twins.test&identity=south").body();

        assertThat(both).contains("identity=\"north\"", "identity=\"south\"");
        assertThat(south)
                .contains("probe_success 1\n", "identity=\"south\"", "smtp_probe_results_total{")
                .doesNotContain("identity=\"north\"");
    }

    @Test
    void an_answer_comes_before_the_scraper_gives_up() throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> answer = get("/probe?target=holds.test&fresh=true", TIMEOUT, "1.5");
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        assertThat(time).isLessThan(Duration.ofMillis(1500));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("probe_success 0\n", "source=\"too_late\"", "status=\"pending\"} 1\n");
    }

    @Test
    void whoever_asks_during_a_round_joins_it() throws Exception {
        fresh("target=takes.test");
        int before = conversations("mx.takes.test");
        Thread.sleep(2100);

        List<CompletableFuture<HttpResponse<String>>> answers =
                IntStream.range(0, 50)
                        .mapToObj(
                                _ ->
                                        client.sendAsync(
                                                request("/probe?target=takes.test&fresh=true"),
                                                BodyHandlers.ofString()))
                        .toList();

        assertThat(answers)
                .extracting(CompletableFuture::join)
                .allSatisfy(a -> assertThat(a.statusCode()).isEqualTo(200))
                .allSatisfy(a -> assertThat(a.body()).contains("probe_success 1\n"))
                .filteredOn(a -> a.body().contains("source=\"fresh\""))
                .hasSizeGreaterThan(25);
        assertThat(conversations("mx.takes.test")).isEqualTo(before + 1);
    }

    @Test
    void two_prometheus_servers_make_no_more_conversations_than_one() throws Exception {
        int byOne = conversationsWith(1);
        int byTwo = conversationsWith(2);
        System.out.printf("conversations in 5 s: %d by one scraper, %d by two%n", byOne, byTwo);

        assertThat(byTwo).isEqualTo(byOne);
    }

    /** Scrapers of /metrics and of /probe, fresh and not, for five seconds. */
    private int conversationsWith(int scrapers) throws Exception {
        fresh("target=takes.test");
        int before = conversations("mx.takes.test");
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < scrapers; i++) {
            threads.add(Thread.startVirtualThread(() -> scrapeUntil(end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return conversations("mx.takes.test") - before;
    }

    private void scrapeUntil(long end) {
        try {
            while (System.nanoTime() < end) {
                get("/metrics");
                get("/probe?target=takes.test");
                get("/probe?target=takes.test&fresh=true");
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_domain_that_is_no_target_is_asked_once_and_not_published() throws Exception {
        HttpResponse<String> first = get("/probe?target=stranger.test");
        HttpResponse<String> second = get("/probe?target=stranger.test");
        HttpResponse<String> third = get("/probe?target=stranger.test&fresh=true");

        assertThat(first.body()).contains("probe_success 1\n", "source=\"fresh\"");
        assertThat(second.body()).contains("probe_success 1\n", "source=\"latest\"");
        assertThat(third.body()).contains("source=\"too_soon\"");
        assertThat(conversations("mx.stranger.test")).isEqualTo(1);
        assertThat(get("/metrics").body()).doesNotContain("stranger.test");
        assertThat(get("/targets/stranger.test").statusCode()).isEqualTo(404);
    }

    @Test
    void the_dialogue_is_shown_without_what_a_terminal_would_obey() throws Exception {
        fresh("target=refuses.test");
        HttpResponse<String> answer = get("/probe?target=refuses.test&debug=true");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body())
                .containsSubsequence(
                        "Logs for the probe:\n",
                        "  C: EHLO north.example.net\n",
                        "  C: RCPT TO:<postmaster@refuses.test>\n",
                        "  S: 550 5.7.1 ",
                        "Message rejected due to local policy",
                        "outcome=policy_rejected",
                        "Metrics that would have been returned:\n",
                        "probe_success 0\n")
                .doesNotContain("\u001b", "\t");
    }

    @Test
    void the_neighbours_page_says_who_we_are_and_how_often_we_come() throws Exception {
        HttpResponse<String> page = get("/good-neighbour");

        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("href=\"https://probe.example.net/who?a=1&amp;b=2\"")
                .contains("north.example.net", "south.example.net", "probe@example.net")
                .contains("<td>720h</td><td data-label=\"Domains\">4</td>")
                .contains("<dd>2s</dd>")
                .contains("MAIL FROM:&lt;probe@example.net&gt;");
        assertThat(get("/").body()).contains("href=\"good-neighbour\"");
    }
}
