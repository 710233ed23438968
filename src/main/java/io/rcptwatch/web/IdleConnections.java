package io.rcptwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;

/**
 * Connections without a request: new ones, those whose request does not come to the end of its
 * head, and those kept for the next one. Vert.x shows a connection with its first request only;
 * from then on this sees each at the moment it is accepted.
 */
final class IdleConnections {
    private static final AttributeKey<SlowClients.Wait> WAIT =
            AttributeKey.valueOf("rcptwatch.idle");
    private static final String ACCEPTED = "rcptwatch.accepted";

    private IdleConnections() {}

    /** Waits for the next request of a client. */
    static void begin(Channel client, SlowClients idle) {
        if (client.isActive()) {
            client.attr(WAIT).set(idle.await(client));
        }
    }

    /** A client has sent the head of a request. */
    static void requestCame(Channel client, SlowClients idle) {
        SlowClients.Wait wait = client.attr(WAIT).getAndSet(null);
        if (wait != null) {
            wait.end();
        }
        ChannelPipeline accepting = client.parent().pipeline();
        if (accepting.get(ACCEPTED) == null) {
            try {
                accepting.addFirst(ACCEPTED, new Accepted(idle));
            } catch (IllegalArgumentException _) {
                // Another thread was quicker.
            }
        }
    }

    /** Sees connections on their way from the listening socket. */
    @Sharable
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final SlowClients idle;

        private Accepted(SlowClients idle) {
            this.idle = idle;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            ((Channel) connection).pipeline().addFirst(new First(idle));
            context.fireChannelRead(connection);
        }
    }

    /** Begins as soon as the connection has its thread. */
    private static final class First extends ChannelInboundHandlerAdapter {
        private final SlowClients idle;

        private First(SlowClients idle) {
            this.idle = idle;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            begin(context.channel(), idle);
            context.pipeline().remove(this);
            context.fireChannelActive();
        }
    }
}
