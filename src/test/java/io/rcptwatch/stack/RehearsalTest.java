package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox's receivers, switched over HTTP; no switch changes what the agent finds. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
class RehearsalTest {
    private static final String SERVED =
            ConfigProvider.getConfig().getValue("test.url", String.class);
    private static final String HERE = "/api/v1/sandbox/accepts.test?behaviour=accept";

    @AutoClose private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void recover() throws Exception {
        assertThat(post("/api/v1/sandbox/accepts.test?behaviour=scripted", "").statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(SERVED + path)).timeout(Duration.ofSeconds(20));
    }

    private JsonNode receiver(String domain) throws IOException, InterruptedException {
        HttpResponse<String> all = get("/api/v1/sandbox");
        assertThat(all.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        return new ObjectMapper()
                .readTree(all.body())
                .valueStream()
                .filter(r -> r.path("domain").asText().equals(domain))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_program_switches_a_domain_and_sees_it() throws Exception {
        assertThat(receiver("accepts.test").path("behaviour").asText()).isEqualTo("scripted");

        HttpResponse<String> played = post(HERE, "");

        assertThat(played.statusCode()).isEqualTo(200);
        assertThat(played.body())
                .startsWith(
                        "[{\"domain\":\"accepts.test\",\"host\":\"mx.accepts.test\","
                                + "\"address\":\"127.0.1.1\",\"behaviour\":\"accept\",\"since\":\"");
        assertThat(receiver("accepts.test").path("behaviour").asText()).isEqualTo("accept");
    }

    @Test
    void a_button_switches_a_host_and_leads_back_to_the_page() throws Exception {
        HttpResponse<String> pressed =
                post("/sandbox", "name=mx.accepts.test&behaviour=accept", "Origin", SERVED);

        assertThat(pressed.statusCode()).isEqualTo(303);
        assertThat(pressed.headers().firstValue("Location"))
                .hasValueSatisfying(
                        where ->
                                assertThat(URI.create(SERVED + "/sandbox").resolve(where))
                                        .isEqualTo(URI.create(SERVED + "/sandbox")));
        assertThat(get("/sandbox").body())
                .contains("<form method=\"post\" action=\"sandbox\"", "<strong>accept</strong>")
                .containsSubsequence(">accepts.test<", ">greets-at-length.test<")
                .contains("<button name=\"behaviour\" value=\"accept\"", "value=\"dark\"")
                .doesNotContain("<script", "style=", "onclick");
    }

    @ParameterizedTest
    @CsvSource({
        "accepts.test?behaviour=explode, 400, behaviour is none of scripted",
        "accepts.test, 400, behaviour is none of scripted",
        "refuses.test?behaviour=block, 404, no receiver listens under this name",
        "%3Cb%3E?behaviour=block, 404, no receiver listens under this name"
    })
    void who_asks_wrongly_is_told_in_a_line(String path, int status, String line) throws Exception {
        HttpResponse<String> refusal = post("/api/v1/sandbox/" + path, "");

        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.body()).startsWith("{\"error\":\"" + line).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"'', 400", "name=accepts.test, 400", "name=x.test&behaviour=dark, 404"})
    void a_form_that_is_none_of_ours_is_told_so(String form, int status) throws Exception {
        assertThat(post("/sandbox", form).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Sec-Fetch-Site, none, 200",
        "Origin, http://elsewhere.example, 403",
        "Origin, null, 403"
    })
    void pages_of_other_sites_switch_nothing(String header, String value, int status)
            throws Exception {
        HttpResponse<String> answer = post(HERE, "", header, value);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(receiver("accepts.test").path("behaviour").asText())
                .isEqualTo(status == 200 ? "accept" : "scripted");
    }

    @Test
    void what_is_asked_for_with_get_switches_nothing() throws Exception {
        assertThat(get(HERE).statusCode()).isEqualTo(405);
        assertThat(get("/sandbox?name=accepts.test&behaviour=dark").statusCode()).isEqualTo(200);
        assertThat(receiver("accepts.test").path("behaviour").asText()).isEqualTo("scripted");
    }

    @Test
    void the_other_pages_lead_there() throws Exception {
        assertThat(get("/").body()).contains("href=\"sandbox\"");
        assertThat(get("/targets/accepts.test").body())
                .contains("href=\"../sandbox#accepts.test\"");
    }
}
