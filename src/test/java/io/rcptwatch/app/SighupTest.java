package io.rcptwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class SighupTest {
    @Test
    void the_signal_is_heard_as_often_as_it_comes() throws Exception {
        CountDownLatch heard = new CountDownLatch(2);
        Sighup.handle(heard::countDown);

        hangUp();
        while (heard.getCount() == 2) {
            Thread.sleep(10);
        }
        hangUp();

        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void hangUp() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
    }
}
