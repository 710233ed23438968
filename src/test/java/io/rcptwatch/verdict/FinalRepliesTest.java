package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.verdict.FreshReplies.Case;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Judges the half of the fresh replies that no rule was mended with: from other sources than the
 * learning half, and looked at once.
 *
 * <p>Every case is listed in {@code target/replies/fresh-replies-final.txt}, the misses first.
 */
class FinalRepliesTest {
    private static final FreshReplies REPLIES = FreshReplies.of("fresh-replies-final");

    @BeforeAll
    static void print_how_we_do() {
        REPLIES.report();
    }

    @Test
    void at_least_ninety_two_of_a_hundred_are_judged_as_a_mail_engineer_would() {
        assertThat(REPLIES.share(Case::right)).isGreaterThanOrEqualTo(0.92);
    }

    @Test
    void hardly_a_reply_that_tells_its_cause_stays_unclassified() {
        assertThat(REPLIES.share(Case::unclassifiedThoughCauseIsTold)).isLessThan(0.03);
    }

    @Test
    void a_block_of_our_address_is_never_taken_for_a_state_of_the_recipient() {
        assertThat(REPLIES.cases()).filteredOn(Case::blockTakenForRecipient).isEmpty();
    }

    @Test
    void for_now_and_for_good_are_told_apart() {
        assertThat(REPLIES.misses(Case::classRight)).isEmpty();
    }

    @Test
    void the_mail_host_tells_the_provider() {
        assertThat(REPLIES.misses(Case::providerRight)).isEmpty();
    }
}
