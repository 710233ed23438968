package io.rcptwatch.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Fills in the names between at signs in a server's configuration. A name that has no value is a
 * service, and gets a free port of its own.
 */
final class Settings {
    private static final Pattern NAME = Pattern.compile("@([a-z][a-z-]*)@");

    private final InetAddress address;
    private final Map<String, String> values;
    private final Map<String, ServerSocket> reserved = new HashMap<>();

    Settings(InetAddress address, Map<String, String> values) {
        this.address = address;
        this.values = values;
    }

    /** Copies a folder's files, filled in. The ports are free again when this returns. */
    Map<String, Integer> copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.writeString(to.resolve(file.getFileName()), filled(Files.readString(file)));
            }
        }
        Map<String, Integer> ports = new HashMap<>();
        for (var service : reserved.entrySet()) {
            ports.put(service.getKey(), service.getValue().getLocalPort());
            service.getValue().close();
        }
        return ports;
    }

    private String filled(String text) throws IOException {
        List<String> names = NAME.matcher(text).results().map(name -> name.group(1)).toList();
        for (String name : names) {
            if (!values.containsKey(name) && !reserved.containsKey(name)) {
                reserved.put(name, new ServerSocket(0, 1, address));
            }
        }
        return NAME.matcher(text).replaceAll(this::value);
    }

    private String value(MatchResult name) {
        return Optional.ofNullable(reserved.get(name.group(1)))
                .map(socket -> Integer.toString(socket.getLocalPort()))
                .orElseGet(() -> values.getOrDefault(name.group(1), ""));
    }
}
