package io.rcptwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.Status;
import org.junit.jupiter.api.Test;

class BlindSpotTest {
    @Test
    void deliverable_at_google_says_that_google_judges_after_data() {
        assertThat(BlindSpot.note(new Provider("google"), Status.DELIVERABLE))
                .contains(
                        "Google judges senders only after DATA: see the deliveries in your mail"
                                + " log.");
        assertThat(BlindSpot.note(new Provider("google"), Status.REJECTED)).isEmpty();
        assertThat(BlindSpot.note(Provider.OTHER, Status.DELIVERABLE)).isEmpty();
    }

    @Test
    void each_note_is_about_a_provider_of_the_closed_set() {
        assertThat(Providers.standard().all())
                .filteredOn(p -> BlindSpot.note(p, Status.DELIVERABLE).isPresent())
                .extracting(Provider::label)
                .containsExactlyInAnyOrder("google", "yahoo", "apple", "united_internet");
    }
}
