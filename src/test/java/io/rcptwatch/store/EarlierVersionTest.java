package io.rcptwatch.store;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.Samples;
import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.UnknownRecipientBackoff;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbePacer;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A state file that the version before wrote, after two minutes with the built-in sandbox. That
 * version kept no {@code since}, {@code fault} and {@code basis}.
 */
class EarlierVersionTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-30T23:54:00Z"));
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Politeness POLITENESS = Samples.politeness(2, 2, 10);

    @TempDir private Path folder = Path.of("");
    private Map<String, JsonNode> states = Map.of();
    private Map<String, JsonNode> rounds = Map.of();
    private Ledger ledger = new Ledger(List.of(), CLOCK);
    private final Limiter limiter = new Limiter(POLITENESS, new Random(1), CLOCK);
    private final ProbePacer pacing = new ProbePacer(POLITENESS, CLOCK);
    private Archive archive = Archive.NONE;
    private StateFile file;

    @BeforeEach
    void open() throws Exception {
        states = raw("standings");
        rounds = raw("rounds");
        ledger = new Ledger(states.keySet().stream().map(this::demo).toList(), CLOCK);
        file = StateFile.open(copy("state"), CLOCK);
        TargetMemory memory = new TargetMemory(file, ledger, 5, CLOCK);
        ledger.subscribe(memory);
        archive = memory;
        LimitsMemory.keep(file, ledger, limiter, pacing, CLOCK, CLOCK);
    }

    @AfterEach
    void close() {
        limiter.close();
        file.close();
    }

    private Target demo(String domain) {
        return target(domain, identity("demo"));
    }

    private Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream zipped =
                        Objects.requireNonNull(
                                EarlierVersionTest.class.getResourceAsStream("earlier.state.gz"));
                InputStream in = new GZIPInputStream(zipped)) {
            Files.copy(in, copy);
        }
        return copy;
    }

    /** What the file says, by no code of ours. */
    private Map<String, JsonNode> raw(String table) throws IOException {
        Map<String, JsonNode> found = new TreeMap<>();
        Path copy = copy("raw-" + table);
        try (MVStore store = new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
            MVMap<String, byte[]> map =
                    store.openMap(
                            table,
                            new MVMap.Builder<String, byte[]>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(ByteArrayDataType.INSTANCE));
            for (Map.Entry<String, byte[]> entry : map.entrySet()) {
                InputStream bytes = new ByteArrayInputStream(entry.getValue());
                found.put(entry.getKey(), JSON.readTree(new InflaterInputStream(bytes)));
            }
        }
        return found;
    }

    private TargetState state(String domain) {
        return ledger.standing(demo(domain).domain()).orElseThrow();
    }

    @Test
    void every_state_is_restored() {
        assertThat(file.health().dropped()).isZero();
        assertThat(states).hasSize(45);
        states.forEach(
                (domain, json) -> {
                    TargetState state = state(domain);
                    assertThat(state.provider().label()).isEqualTo(json.get("provider").asText());
                    assertThat(state.hosts()).hasSameElementsAs(texts(json.get("hosts")));
                    JsonNode marks = json.at("/marks/demo");
                    assertThat(state.marks().get("demo"))
                            .isEqualTo(
                                    new TargetState.Marks(
                                            time(marks, "attempt"),
                                            time(marks, "conclusive"),
                                            time(marks, "success"),
                                            Optional.empty()));
                });
        assertThat(state("at-apple.test").provider().label()).isEqualTo("apple");
        assertThat(state("accepts.test").lastAttempt())
                .contains(Instant.parse("2026-11-30T23:52:20.296958614Z"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static Optional<Instant> time(JsonNode marks, String name) {
        return Optional.ofNullable(marks.get(name))
                .map(JsonNode::decimalValue)
                .map(
                        seconds ->
                                Instant.ofEpochSecond(
                                        seconds.longValue(),
                                        seconds.remainder(BigDecimal.ONE)
                                                .movePointRight(9)
                                                .longValue()));
    }

    @Test
    void every_round_is_restored() {
        assertThat(rounds).hasSize(45);
        rounds.forEach(
                (domain, json) -> {
                    Round round = state(domain).latest().orElseThrow();
                    assertThat(round.domain().configured()).isEqualTo(domain);
                    assertThat(round.statuses())
                            .containsExactly(
                                    Map.entry(
                                            "demo",
                                            Status.valueOf(json.at("/statuses/demo").asText())));
                    assertThat(round.observations()).hasSameSizeAs(json.get("observations"));
                    for (int i = 0; i < round.observations().size(); i++) {
                        requireSame(round.observations().get(i), json.get("observations").get(i));
                    }
                });
        assertThat(state("blocklisted.test").status("demo")).isEqualTo(Status.REJECTED);
        assertThat(state("dane.test").observations())
                .first()
                .matches(said -> said.tls().result().isPresent());
    }

    private static void requireSame(Observation said, JsonNode json) {
        assertThat(said.mx().orElse("")).isEqualTo(json.path("mx").asText());
        assertThat(said.verdict().outcome().name()).isEqualTo(json.at("/verdict/outcome").asText());
        assertThat(said.verdict().fault()).isEqualTo(said.verdict().outcome().fault());
        assertThat(said.conversation().steps()).hasSameSizeAs(json.at("/conversation/steps"));
        assertThat(said.conversation().tls().isPresent())
                .isEqualTo(json.at("/conversation/tls").isObject());
        assertThat(said.tls().demander().name()).isEqualTo(json.at("/tls/demander").asText());
        assertThat(said.tls().listed()).isEqualTo(json.at("/tls/listed").asBoolean());
        assertThat(said.tls().problems()).hasSameSizeAs(json.at("/tls/problems"));
        assertThat(said.tls().result().isPresent()).isEqualTo(json.at("/tls/result").isTextual());
    }

    @Test
    void a_status_without_a_beginning_began_with_the_round_that_is_known() {
        Target accepts = demo("accepts.test");
        Instant finished = state("accepts.test").latest().orElseThrow().finishedAt();
        assertThat(state("accepts.test").since("demo")).isEmpty();
        ledger.post(
                accepts,
                new LedgerEntry.Finished(
                        round(accepts, Status.DELIVERABLE, accepted(accepts, "mx.a.example"))));

        assertThat(state("accepts.test").since("demo")).contains(finished);
    }

    @Test
    void what_was_said_before_is_restored() {
        int all = 0;
        for (String domain : states.keySet()) {
            all += past(domain).size();
        }
        assertThat(all).isEqualTo(165);
        assertThat(past("accepts.test"))
                .hasSize(4)
                .allMatch(said -> said.verdict().outcome() == Outcome.ACCEPTED)
                .extracting(said -> said.finishedAt().toEpochMilli())
                .containsExactly(1796082709923L, 1796082680061L, 1796082650599L, 1796082620760L);
    }

    private List<Observation> past(String domain) {
        Archive.Past past = archive.past(demo(domain));
        assertThat(past).isInstanceOf(Archive.Past.Kept.class);
        return ((Archive.Past.Kept) past).observations();
    }

    @Test
    void backoffs_budgets_greylisting_and_unknown_recipients_are_restored() {
        assertThat(limiter.backoffs())
                .extracting(Backoff::party)
                .containsExactlyInAnyOrder(
                        "google", "microsoft", "yahoo", "127.0.1.9", "127.0.1.13", "127.0.1.14");
        assertThat(limiter.backoffs())
                .filteredOn(backoff -> backoff.party().equals("google"))
                .singleElement()
                .satisfies(
                        backoff -> {
                            assertThat(backoff.until())
                                    .isEqualTo(Instant.parse("2026-11-30T23:53:43.535670841Z"));
                            assertThat(backoff.step()).isEqualTo(Duration.ofMinutes(2));
                            assertThat(backoff.reason()).contains(Outcome.IP_BLOCKED);
                        });
        assertThat(limiter.usage())
                .filteredOn(use -> use.scope().equals("apple") && use.period().equals("day"))
                .singleElement()
                .matches(use -> use.used() == 10);
        assertThat(pacing.letIn())
                .containsExactly(
                        Map.entry(
                                new GreylistKey(
                                        "demo",
                                        "probe@sandbox.test",
                                        "postmaster@greylists.test",
                                        "mx.greylists.test:2525 ip4"),
                                Instant.parse("2026-11-30T23:52:07.010544318Z")));
        assertThat(pacing.slowed())
                .containsExactly(
                        Map.entry(
                                demo("unknown-user.test").domain(),
                                new UnknownRecipientBackoff.Slowed(4, 1)));
    }

    @Test
    void a_certificate_that_failed_is_restored_without_its_reasons() {
        byte[] earlier =
                StoreJson.form(Map.class)
                        .written(Map.of("is", "TlsUntrusted", "detail", "certificate-expired"));
        assertThat(StoreJson.form(ProbeEnd.class).read(earlier))
                .contains(new ProbeEnd.TlsUntrusted(Set.of()));
    }
}
