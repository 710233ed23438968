package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.verdict.FreshReplies.Case;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Judges the half of the fresh replies that rules may be mended with.
 *
 * <p>The figures are floors: what the rules do once must not be lost. Every case is listed in
 * {@code target/replies/fresh-replies-learn.txt}, the misses first.
 */
class FreshRepliesTest {
    private static final FreshReplies REPLIES = FreshReplies.of("fresh-replies-learn");

    @BeforeAll
    static void print_how_we_do() {
        REPLIES.report();
    }

    @Test
    void what_was_judged_right_once_stays_so() {
        assertThat(REPLIES.share(Case::right)).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void hardly_a_reply_that_tells_its_cause_stays_unclassified() {
        assertThat(REPLIES.share(Case::unclassifiedThoughCauseIsTold)).isLessThan(0.01);
    }

    @Test
    void a_block_of_our_address_is_never_taken_for_a_state_of_the_recipient() {
        assertThat(REPLIES.cases()).filteredOn(Case::blockTakenForRecipient).isEmpty();
    }

    @Test
    void for_now_and_for_good_are_told_apart_in_all() {
        assertThat(REPLIES.misses(Case::classRight)).isEmpty();
    }

    @Test
    void the_mail_host_tells_the_provider() {
        assertThat(REPLIES.misses(Case::providerRight)).isEmpty();
    }
}
