package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.report.Samples;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownHostsTest {
    private static final Reply OK = Reply.of(250, "2.1.5 Ok");
    private static final TlsSession SESSION =
            new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384", List.of(), Set.of());

    private final Target a = target("a.example");
    private KnownHosts known = KnownHosts.NONE;

    private List<String> news(Observation... observations) {
        known = known.after(round(a, Status.DELIVERABLE, observations));
        return known.news().stream().map(HostChange::text).toList();
    }

    private Observation offering(String mx, String... extensions) {
        return heard(mx, conversation(OK, extensions));
    }

    private Observation heard(String mx, Conversation conversation) {
        return observation(a, mx, Outcome.ACCEPTED, OutcomeClass.OK, conversation);
    }

    private static Observation overIp6(Observation o) {
        return new Observation(
                o.domain(),
                o.identity(),
                o.provider(),
                o.mx(),
                o.preference(),
                Optional.of(Family.IP6),
                o.address(),
                o.conversation(),
                o.verdict(),
                o.tls(),
                o.finishedAt());
    }

    @Test
    void a_host_that_is_not_contacted_for_long_makes_room_for_another_label() {
        Instant start = Samples.NOW;
        Map<String, Instant> full = new HashMap<>();
        for (int i = 0; i < MxLabels.MAX; i++) {
            full.put("mx" + i, i == 0 ? start.minus(Duration.ofDays(31)) : start);
        }
        MxLabels labels =
                new MxLabels(full).after(round(a, Status.DELIVERABLE, accepted(a, "new")));

        assertThat(labels.of("new")).isEqualTo("new");
        assertThat(labels.of("mx0")).isEqualTo("other");
        assertThat(labels.of("mx1")).isEqualTo("mx1");
    }

    @Test
    void what_is_met_for_the_first_time_is_no_change() {
        assertThat(news(accepted(a, "mx1"), accepted(a, "mx2"))).isEmpty();
        assertThat(known.names()).containsExactlyInAnyOrder("mx1", "mx2");
    }

    @Test
    void hosts_that_come_and_go_are_one_change_that_names_them() {
        news(accepted(a, "mx1"), accepted(a, "mx2"));

        assertThat(news(accepted(a, "mx3"), accepted(a, "mx2")))
                .containsExactly("mail hosts: appeared mx3; vanished mx1");
        assertThat(known.mxChanges()).isOne();
        assertThat(known.ehloChanges()).isZero();
    }

    @Test
    void hosts_in_another_order_are_no_change() {
        news(accepted(a, "mx1"), accepted(a, "mx2"));

        assertThat(news(accepted(a, "mx2"), accepted(a, "mx1"))).isEmpty();
    }

    @Test
    void a_lookup_that_fails_is_no_change_and_forgets_nothing() {
        news(accepted(a, "mx1"));

        assertThat(news(unroutable(a))).isEmpty();
        assertThat(news(accepted(a, "mx1"))).isEmpty();
        assertThat(known.mxChanges()).isZero();
    }

    @Test
    void extensions_that_appear_and_vanish_are_a_change() {
        news(offering("mx1", "PIPELINING", "STARTTLS", "8BITMIME"));

        assertThat(news(offering("mx1", "8BITMIME", "PIPELINING", "CHUNKING")))
                .containsExactly(
                        "extensions of mx1 over ip4 as default: appeared CHUNKING;"
                                + " vanished STARTTLS");
        assertThat(known.ehloChanges()).isOne();
        assertThat(known.mxChanges()).isZero();
    }

    @Test
    void another_size_limit_is_a_change_and_another_order_of_parameters_is_none() {
        news(offering("mx1", "SIZE 1000", "AUTH PLAIN LOGIN"));

        assertThat(news(offering("mx1", "AUTH LOGIN PLAIN", "SIZE 1000"))).isEmpty();
        assertThat(news(offering("mx1", "AUTH PLAIN LOGIN", "SIZE 2000")))
                .containsExactly(
                        "extensions of mx1 over ip4 as default: appeared SIZE 2000;"
                                + " vanished SIZE 1000");
        assertThat(news(offering("mx1", "AUTH PLAIN LOGIN")))
                .singleElement()
                .asString()
                .endsWith("appeared none; vanished SIZE 2000");
    }

    @Test
    void a_host_that_is_not_reached_changes_nothing_and_is_compared_when_it_is_again() {
        Conversation dead =
                new Conversation(
                        List.of(),
                        new ProbeEnd.Failed(
                                Phase.CONNECT, new Fault(Fault.Kind.CONNECT_TIMEOUT, "late")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        news(offering("mx1", "PIPELINING"));

        assertThat(news(heard("mx1", dead))).isEmpty();
        assertThat(news(offering("mx1", "PIPELINING"))).isEmpty();
        news(heard("mx1", dead));
        assertThat(news(offering("mx1"))).hasSize(1);
    }

    @Test
    void a_refusal_at_rcpt_is_compared_as_well() {
        news(offering("mx1", "SIZE 35882577", "8BITMIME"));

        assertThat(news(blocked(a, "mx1"))).isEmpty();
    }

    @Test
    void what_is_offered_under_tls_is_not_compared_with_what_is_offered_in_clear() {
        Conversation secured =
                secured(conversation(OK, "AUTH PLAIN"), Optional.of(SESSION), Optional.empty());
        Conversation afterFailure =
                secured(
                        conversation(OK, "STARTTLS"),
                        Optional.of(SESSION),
                        Optional.of(TlsProblem.VALIDATION_FAILURE));
        news(heard("mx1", secured));

        assertThat(news(offering("mx1", "STARTTLS"))).isEmpty();
        assertThat(news(heard("mx1", afterFailure))).isEmpty();
        assertThat(news(heard("mx1", secured))).isEmpty();
    }

    @Test
    void starttls_that_is_offered_every_second_time_is_a_change_each_time() {
        Conversation secured =
                secured(conversation(OK, "SIZE 1000"), Optional.of(SESSION), Optional.empty());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.addAll(news(heard("mx1", secured)));
            all.addAll(news(offering("mx1", "SIZE 1000")));
        }

        assertThat(all)
                .containsExactly(
                        "extensions of mx1 over ip4 as default: appeared none; vanished STARTTLS",
                        "extensions of mx1 over ip4 as default: appeared STARTTLS; vanished none",
                        "extensions of mx1 over ip4 as default: appeared none; vanished STARTTLS");
        assertThat(known.ehloChanges()).isEqualTo(3);
    }

    @Test
    void each_host_and_family_is_compared_with_itself() {
        news(offering("mx1", "CHUNKING"), overIp6(offering("mx1", "DSN")), offering("mx2", "ETRN"));

        assertThat(
                        news(
                                offering("mx2", "ETRN"),
                                offering("mx1", "CHUNKING"),
                                overIp6(offering("mx1"))))
                .containsExactly(
                        "extensions of mx1 over ip6 as default: appeared none; vanished DSN");
    }

    @Test
    void a_host_that_answers_differently_each_time_is_told_once_until_it_settles() {
        List<Boolean> again = new ArrayList<>();
        for (String offer : List.of("A", "B", "A", "B", "B", "A")) {
            known = known.after(round(a, Status.DELIVERABLE, offering("mx1", offer)));
            known.news().forEach(change -> again.add(((HostChange.OfferChanged) change).again()));
        }

        assertThat(again).containsExactly(false, true, true, false);
        assertThat(known.ehloChanges()).isEqualTo(4);
    }

    @Test
    void what_is_no_keyword_gets_into_no_line_and_a_line_has_an_end() {
        news(offering("mx1"));
        String[] hostile =
                IntStream.range(0, 60).mapToObj(i -> "X" + (100 + i)).toArray(String[]::new);
        hostile[0] = "\u001b[31m";
        hostile[1] = String.join("", Collections.nCopies(1000, "Y"));

        assertThat(news(offering("mx1", hostile)))
                .containsExactly(
                        "extensions of mx1 over ip4 as default: appeared X102, X103, X104, X105,"
                                + " X106, X107, X108, X109, X110, X111 and 48 more; vanished"
                                + " none");
    }

    @Test
    void what_vanished_hosts_offered_is_forgotten() {
        news(offering("mx1", "A"));
        news(offering("mx2", "B"));

        assertThat(known.offers()).hasSize(1);
    }
}
