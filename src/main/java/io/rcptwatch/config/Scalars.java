package io.rcptwatch.config;

import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.yaml.Suggestion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Tag;

/** The kinds of single values that the configuration has. */
final class Scalars {
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    static final List<Outcome> ENDING_PROBES =
            Arrays.stream(Outcome.values()).filter(Outcome::canEndProbe).toList();

    static final Scalar<String> IDENTITY_NAME =
            Scalar.text(
                    "name",
                    "a name of 1 to 63 letters, digits, dots, hyphens and underscores, a letter or digit"
                            + " first",
                    Scalars::identityName);

    static final Scalar<String> HELO =
            Scalar.text(
                    "host name",
                    "a fully qualified host name (labels of letters, digits and hyphens, at least"
                            + " one dot, none at the end), or an address as [192.0.2.1] or"
                            + " [IPv6:2001:db8::1]",
                    Scalars::helo);

    static final Scalar<MailAddress> MAIL_FROM =
            Scalar.text(
                    "mail address",
                    "an address with its domain, as probe@example.net, without angle brackets",
                    MailAddresses::parse);

    static final Scalar<Recipient> RECIPIENT =
            Scalar.text(
                    "mail address",
                    "a local part, as postmaster, or an address with its domain, without angle"
                            + " brackets",
                    MailAddresses::recipient);

    static final Scalar<DomainName> DOMAIN =
            Scalar.text(
                    "domain name",
                    "a domain name of two labels or more, without a dot at the end",
                    DomainNames::parse);

    static final Scalar<InetAddress> ADDRESS =
            Scalar.text(
                    "IP address", "an IP address, as 192.0.2.1 or 2001:db8::1", IpLiterals::parse);

    static final Scalar<Endpoint> DNS_SERVER =
            Scalar.text(
                    "IP address, with a port or without",
                    "an IP address, as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53",
                    Endpoint::numeric);

    static final Scalar<Endpoint> MAIL_HOST =
            Scalar.text(
                    "host, with a port or without",
                    "a host, as mx.example.com, mx.example.com:25, 192.0.2.1:25 or"
                            + " [2001:db8::1]:25",
                    Endpoint::parse);

    static final Scalar<TlsMode> TLS =
            word(List.of(TlsMode.values()), mode -> mode.name().toLowerCase(Locale.ROOT));

    static final Scalar<Profile> PROFILE = word(List.of(Profile.values()), Profile::label);

    static final Scalar<Dnssec> DNSSEC =
            word(List.of(Dnssec.values()), mode -> mode.name().toLowerCase(Locale.ROOT));

    static final Scalar<Family> FAMILY = word(List.of(Family.values()), Family::label);

    static final Scalar<Outcome> EXPECTED = word(ENDING_PROBES, Outcome::label);

    static final Scalar<URI> CONTACT =
            Scalar.text(
                    "URL",
                    "a URL of at most 200 characters that begins with https://, http:// or mailto:",
                    ContactUrls::parse);

    static final Scalar<Path> FILE =
            Scalar.text(
                    "file",
                    "the path of a file, relative to the folder of this one",
                    Scalars::path);

    static final Scalar<Boolean> TRUTH =
            new Scalar<>("true or false", Tag.BOOL, "true or false", Boolean::parseBoolean);

    private Scalars() {}

    static Scalar<Integer> whole(int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        return new Scalar<>("whole number", Tag.INT, allowed, text -> number(text, least, most));
    }

    static Scalar<Duration> duration(Duration most) {
        return Scalar.text(
                "duration",
                "a duration of more than 0s and at most "
                        + Durations.shown(most)
                        + ", in d, h, m, s and ms, as 30s or 1m30s",
                text -> Durations.parse(text, most));
    }

    private static <E> Scalar<E> word(List<E> values, Function<E, String> label) {
        Map<String, E> byLabel =
                values.stream().collect(Collectors.toMap(label, Function.identity()));
        List<String> labels = values.stream().map(label).toList();
        return Scalar.text(
                "word",
                "one of " + String.join(", ", labels),
                text ->
                        Optional.ofNullable(byLabel.get(text))
                                .orElseThrow(() -> unknownWord(text, labels)));
    }

    private static UnfitException unknownWord(String text, List<String> labels) {
        return new UnfitException("is not known" + Suggestion.of(text, labels));
    }

    private static int number(String text, int least, int most) throws UnfitException {
        // Ten digits hold more than any limit, and fit into a long.
        long number = text.matches("[-+]?\\d{1,10}") ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number < least || number > most) {
            throw new UnfitException("is out of range");
        }
        return (int) number;
    }

    private static String identityName(String text) throws UnfitException {
        if (!IDENTITY.matcher(text).matches()) {
            throw new UnfitException("is no name of an identity");
        }
        return text;
    }

    // RFC 5321 §4.1.1.1: the name as it is in the DNS, or an address literal.
    private static String helo(String text) throws UnfitException {
        if (text.startsWith("[")) {
            return AddressLiterals.parse(text);
        }
        if (!text.chars().allMatch(c -> c < 128)) {
            throw new UnfitException("is not ASCII");
        }
        return DomainNames.parse(text).configured();
    }

    private static Path path(String text) throws UnfitException {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new UnfitException("is no path");
        }
    }
}
