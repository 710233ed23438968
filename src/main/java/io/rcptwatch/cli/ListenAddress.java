package io.rcptwatch.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where HTTP is served.
 *
 * @param address a name or an address, without brackets; the empty text: every address
 * @param port 0 to 65535, 0: the system's choice
 */
record ListenAddress(String address, int port) {
    /** What Quarkus takes for it. */
    String host() {
        return address.isEmpty() ? "0.0.0.0" : address;
    }

    /** Reads {@code :9025}, {@code 127.0.0.1:9025} and {@code [::1]:9025}. */
    static final class Converter implements ITypeConverter<ListenAddress> {
        private static final Pattern FORM =
                Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]*)):(\\d{1,5})");

        @Override
        public ListenAddress convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
                throw new TypeConversionException(
                        "'" + text + "' is not ADDRESS:PORT or :PORT, as in 127.0.0.1:9025");
            }
            String address = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return new ListenAddress(address, Integer.parseInt(matcher.group(3)));
        }
    }
}
