package io.rcptwatch.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void it_is_shown_as_on_the_wire() {
        assertThat(Reply.of(250, "Ok")).hasToString("250 Ok");
        assertThat(Reply.of(250, "")).hasToString("250");
        assertThat(new Reply(550, List.of("a", "", "b"))).hasToString("550-a\n550-\n550 b");
    }

    @Test
    void only_a_2yz_is_positive() {
        assertThat(Reply.of(299, "").positive()).isTrue();
        assertThat(Reply.of(354, "").positive()).isFalse();
        assertThat(Reply.of(421, "").positive()).isFalse();
        assertThat(Reply.of(550, "").positive()).isFalse();
    }
}
