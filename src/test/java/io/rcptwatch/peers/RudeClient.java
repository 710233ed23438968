package io.rcptwatch.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Clients that we must never be like: a log check that lets one of them pass checks nothing. */
enum RudeClient {
    /** Says everything at once. */
    PIPELINES {
        @Override
        void talk(Wire wire) throws IOException {
            wire.hear();
            wire.say("EHLO rude.test", "MAIL FROM:<rude@example.net>", "QUIT");
            wire.hearOut();
        }
    },
    /** Does not wait for the greeting. */
    TALKS_TOO_EARLY {
        @Override
        void talk(Wire wire) throws IOException {
            wire.say("EHLO rude.test", "QUIT");
            wire.hearOut();
        }
    },
    /** Goes without a word. */
    HANGS_UP {
        @Override
        void talk(Wire wire) throws IOException {
            wire.hear();
            wire.say("HELO rude.test");
            wire.hear();
        }
    },
    /** Says QUIT, but something before it that no probe may say. */
    SAYS_DATA {
        @Override
        void talk(Wire wire) throws IOException {
            wire.hear();
            wire.say("HELO rude.test");
            wire.hear();
            wire.say("DATA");
            wire.hear();
            wire.say("QUIT");
            wire.hearOut();
        }
    };

    // Not ours: postscreen remembers for a while whom it has let in.
    private static final InetAddress SOURCE = InetAddress.ofLiteral("127.0.25.66");

    abstract void talk(Wire wire) throws IOException;

    void connect(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort(), SOURCE, 0)) {
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            talk(new Wire(socket, new BufferedReader(in)));
        }
    }

    record Wire(Socket socket, BufferedReader in) {
        void say(String... lines) throws IOException {
            byte[] all = (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(all);
        }

        void hear() throws IOException {
            in.readLine();
        }

        void hearOut() throws IOException {
            in.readAllLines();
        }
    }
}
