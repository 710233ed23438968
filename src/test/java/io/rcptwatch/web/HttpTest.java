package io.rcptwatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rcptwatch.watch.AgentHealth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only HTTP shows. */
@QuarkusTest
@TestProfile(OneTargetProfile.class)
class HttpTest {
    @AutoClose private final HttpClient client = HttpClient.newHttpClient();

    private static URI at(String path) {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + path);
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, text/plain; version=0.0.4; charset=utf-8",
        "*/*, text/plain; version=0.0.4; charset=utf-8",
        "nonsense, text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text; version=1.0.0,"
                + " application/openmetrics-text; version=1.0.0; charset=utf-8",
    })
    void a_scrape_has_the_type_that_was_asked_for(String accept, String type) throws Exception {
        HttpResponse<String> scrape = get("/metrics", "Accept", accept);

        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(type(scrape)).isEqualTo(type);
        assertThat(scrape.headers().firstValue("Vary")).hasValue("Accept");
        assertThat(scrape.body())
                .contains("smtp_probe_domain_status{domain=\"bücher.example\"")
                .contains("smtp_probe_duration_seconds_bucket{")
                .contains("process_cpu_seconds_total ");
        assertThat(scrape.body().endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
    }

    @Test
    void an_upgrade_to_http_2_in_clear_is_left_alone() throws Exception {
        // The client offers it with each first request.
        HttpResponse<String> targets = get("/api/v1/targets");

        assertThat(targets.statusCode()).isEqualTo(200);
        assertThat(targets.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void two_accept_headers_count_as_one() throws Exception {
        HttpResponse<String> scrape =
                get(
                        "/metrics",
                        "Accept",
                        "text/plain;q=0.5",
                        "Accept",
                        "application/openmetrics-text");

        assertThat(type(scrape)).startsWith("application/openmetrics-text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/", "/api/v1/targets"})
    void whoever_takes_gzip_gets_it(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(at(path))
                        .header("Accept", "application/openmetrics-text,*/*;q=0.5")
                        .header("Accept-Encoding", "gzip")
                        .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(unpacked.readAllBytes(), UTF_8)).contains("bücher.example");
        }
    }

    @Test
    void it_tells_its_health_as_prometheus_does() throws Exception {
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/healthy").body()).isEqualTo("Rcptwatch is healthy.\n");
        assertThat(get("/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void it_is_not_ready_before_the_schedule_runs() {
        Readiness readiness = new Readiness();
        HealthResource health = new HealthResource(readiness, new AgentHealth());
        assertThat(health.ready().getStatus()).isEqualTo(503);

        readiness.started();
        assertThat(health.ready().getStatus()).isEqualTo(200);
    }

    @Test
    void it_says_in_a_line_what_keeps_it_from_its_work() {
        Readiness readiness = new Readiness();
        readiness.started();
        HealthResource health =
                new HealthResource(readiness, new AgentHealth(() -> 0, Duration.ofHours(1)));

        assertThat(health.ready().getStatus()).isEqualTo(503);
        assertThat(health.ready().getEntity())
                .isEqualTo("Rcptwatch is unwell: file descriptors are used up.\n");
    }

    @Test
    void a_reload_takes_all_of_a_file_or_nothing() throws Exception {
        Path file = Path.of(ConfigProvider.getConfig().getValue("rcptwatch.config", String.class));
        String good = Files.readString(file);

        Files.writeString(file, good.replace("helo:", "hello:"));
        HttpResponse<String> refusal = send("POST", "/-/reload");
        assertThat(refusal.statusCode()).isEqualTo(500);
        assertThat(type(refusal)).startsWith("text/plain");
        assertThat(refusal.body())
                .contains(file + ":3:5: identities[0].hello: is no key here")
                .doesNotContain("Exception", "\tat ");
        assertThat(get("/metrics").body())
                .contains("smtp_probe_config_last_reload_successful 0\n", "bücher.example");

        Files.writeString(file, good);
        HttpResponse<String> reload = send("POST", "/-/reload");
        assertThat(reload.statusCode()).isEqualTo(200);
        assertThat(reload.body()).isEqualTo("The configuration is in force.\n");
        assertThat(get("/metrics").body()).contains("smtp_probe_config_last_reload_successful 1\n");
    }

    @Test
    void a_domain_that_is_no_target_may_not_be_asked_about() throws Exception {
        HttpResponse<String> refusal = get("/probe?target=other.example&fresh=true");

        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(refusal.body())
                .isEqualTo("target is no domain of the configuration (see probe.any_domain)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b%C3%BCcher.example", "B%C3%9CCHER.example", "xn--bcher-kva.example"})
    void a_target_is_found_by_either_of_its_names(String name) throws Exception {
        HttpResponse<String> json = get("/api/v1/targets/" + name);
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(type(json)).startsWith("application/json");
        assertThat(json.body()).startsWith("{\"domain\":\"bücher.example\",");

        HttpResponse<String> page = get("/targets/" + name);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>bücher.example</h1>");
    }

    @Test
    void our_own_identities_are_on_the_page_in_the_json_and_in_the_metrics() throws Exception {
        assertThat(get("/api/v1/identities").body())
                .startsWith("[{\"identity\":\"default\",\"helo\":\"probe.example.net\",");
        assertThat(get("/").body()).contains("probe@example.net", "id=\"identities\"");
        assertThat(get("/metrics").body())
                .contains("smtp_probe_identity_check{identity=\"default\",check=\"ptr\"} NaN");
    }

    @Test
    void the_list_of_targets_is_an_array() throws Exception {
        HttpResponse<String> json = get("/api/v1/targets");

        assertThat(type(json)).startsWith("application/json");
        assertThat(json.body()).startsWith("[{\"domain\":\"bücher.example\",").endsWith("}]");
    }

    @Test
    void what_was_said_before_the_latest_round_is_there_as_json() throws Exception {
        HttpResponse<String> json = get("/api/v1/targets/xn--bcher-kva.example/history");

        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(type(json)).startsWith("application/json");
        assertThat(json.body())
                .startsWith("{\"domain\":\"bücher.example\",\"missing\":null,\"observations\":[");
        assertThat(get("/api/v1/targets/other.example/history").statusCode()).isEqualTo(404);
    }

    @Test
    void the_page_says_what_we_allow_ourselves_and_how_much_of_it_is_used() throws Exception {
        assertThat(get("/").body())
                .containsSubsequence("id=\"budgets\"", "in all</th>", " of 500</td>");
    }

    @Test
    void a_target_that_is_not_watched_is_not_found() throws Exception {
        HttpResponse<String> json = get("/api/v1/targets/other.example");
        assertThat(json.statusCode()).isEqualTo(404);
        assertThat(type(json)).startsWith("application/json");
        assertThat(json.body()).isEqualTo("{\"error\":\"this domain is not watched\"}");

        assertThat(get("/targets/other.example").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /targets/%3Cscript%3E, 404",
        "GET, /targets/%00, 404",
        "GET, /sandbox, 404",
        "POST, /sandbox, 404",
        "GET, /api/v1/sandbox, 404",
        "POST, /api/v1/sandbox/x.test?behaviour=block, 404",
        "GET, /targets/..%2f..%2fapplication.properties, 404",
        "POST, /, 405",
        "PUT, /metrics, 405",
        "GET, /-/reload, 405",
        "POST, /probe, 405",
        "DELETE, /api/v1/targets, 405",
    })
    void whoever_asks_wrongly_is_told_in_a_line(String method, String path, int status)
            throws Exception {
        HttpResponse<String> refusal = send(method, path);

        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(type(refusal)).startsWith("text/plain");
        assertThat(refusal.body()).matches(status + " [A-Za-z ]+\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/targets/xn--bcher-kva.example", "/-/healthy"})
    void head_is_get_without_a_body(String path) throws Exception {
        HttpResponse<String> head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(type(head)).isEqualTo(type(get(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/targets/xn--bcher-kva.example?still=true", "/metrics", "/nowhere"})
    void a_browser_may_do_nothing_but_show_it(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .contains("default-src 'none'", "frame-ancestors 'none'")
                                        .doesNotContain("unsafe", "script"));
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.body()).doesNotContain("<script", "style=", "onclick");
    }

    @Test
    void the_pages_bring_their_style() throws Exception {
        HttpResponse<String> style = get("/style.css");

        assertThat(type(style)).startsWith("text/css");
        assertThat(style.body()).contains("prefers-color-scheme: dark");
        assertThat(type(get("/icon.svg"))).startsWith("image/svg+xml");
    }

    @Test
    void without_a_sandbox_nothing_leads_to_it() throws Exception {
        assertThat(get("/").body()).doesNotContain("sandbox");
        assertThat(get("/targets/xn--bcher-kva.example").body()).doesNotContain("sandbox");
    }

    @Test
    void odd_parameters_of_the_page_count_for_nothing() throws Exception {
        HttpResponse<String> page = get("/?status=%3Cb%3E&page=-1&q=%22%3E%3Cscript%3E&x=y");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<b>", "<script");
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(at(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void a_reply_is_explained_to_programs() throws Exception {
        HttpResponse<String> answer =
                get(
                        "/api/v1/explain?mx=aspmx.l.google.com&phase=rcpt&reply="
                                + URLEncoder.encode(
                                        "450-4.2.1 too quickly\n450 4.2.1 later", UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(type(answer)).startsWith("application/json");
        assertThat(answer.body())
                .contains("\"outcome\":\"rate_limited\"", "\"class\":\"deferred\"")
                .contains("\"code\":\"450\"", "\"provider\":\"google\"", "\"steps\":[{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/explain",
                "/api/v1/explain?reply=",
                "/api/v1/explain?reply=550&phase=body"
            })
    void a_question_that_is_none_is_a_bad_request(String path) throws Exception {
        HttpResponse<String> refusal = get(path);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body()).matches("\\{\"error\":\"[^\"]+\"}");
    }

    @Test
    void a_whole_bounce_may_be_pasted() throws Exception {
        String bounce = "Hello,\nhere is your mail.\n".repeat(1500) + "550 5.1.1 User unknown";

        HttpResponse<String> page = post("/explain", "reply=" + URLEncoder.encode(bounce, UTF_8));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("How it was judged");
    }

    @Test
    void more_than_a_bounce_is_refused() throws Exception {
        // By its length, before any of it is sent: who sends on may find the connection closed.
        String head =
                """
                POST /explain HTTP/1.1
                Host: rcptwatch
                Content-Type: application/x-www-form-urlencoded
                Content-Length: 300000

                """;
        try (Socket socket = new Socket(at("").getHost(), at("").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void what_is_pasted_is_shown_as_text() throws Exception {
        String hostile = "550 </textarea><script>alert(1)</script>";

        HttpResponse<String> page = post("/explain", "reply=" + URLEncoder.encode(hostile, UTF_8));

        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void a_reply_that_nobody_knows_comes_with_a_rule_to_complete() throws Exception {
        assertThat(get("/explain?reply=550%20zzz%20qqq").body())
                .contains("A rule to complete", "zzz qqq");
    }

    @Test
    void the_pages_of_replies_are_there_before_any_is() throws Exception {
        assertThat(get("/explain").body()).contains("<textarea").doesNotContain("judged");
        assertThat(get("/unclassified").body()).contains("None: every refusal");
        assertThat(get("/deliveries").body()).contains("No log is followed");
        assertThat(get("/api/v1/deliveries").body()).isEqualTo("{\"providers\":[],\"logs\":[]}");
    }
}
