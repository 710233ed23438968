package io.rcptwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** Interrupts the thread that works for a caller when that caller closes its connection. */
final class CallerWatch implements AutoCloseable {
    private final Channel caller;
    private final ChannelFutureListener gone;

    /** Watches over the work of this thread, until it is closed. */
    CallerWatch(Channel caller) {
        this.caller = caller;
        Thread worker = Thread.currentThread();
        gone = _ -> worker.interrupt();
        caller.closeFuture().addListener(gone);
    }

    @Override
    public void close() {
        caller.closeFuture().removeListener(gone);
    }
}
