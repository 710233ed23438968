package io.rcptwatch.mtasts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the file that a policy host serves (RFC 8461 §3.2). */
final class PolicyFile {
    /** In seconds (RFC 8461 §3.2). */
    private static final int LONGEST_AGE = 31_557_600;

    /** More than any sane domain has hosts: what we keep of it must stay small. */
    private static final int MOST_PATTERNS = 100;

    private static final Pattern FIELD =
            Pattern.compile(
                    "([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*"
                            + "([^\\p{Cntrl} ](?:[^\\p{Cntrl}]*[^\\p{Cntrl} ])?)[ \\t]*");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private final Map<String, String> values = new HashMap<>();
    private final List<MxPattern> mx = new ArrayList<>();

    private PolicyFile() {}

    static Policy parse(ByteBuffer octets) throws BadSyntaxException {
        PolicyFile file = new PolicyFile();
        // RFC 8461 §3.2: a line ends in LF or CRLF. Empty ones at the end hurt nobody.
        String[] lines = text(octets).stripTrailing().split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            file.read(lines[i], i + 1);
        }
        return file.policy();
    }

    private static String text(ByteBuffer octets) throws BadSyntaxException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException _) {
            throw new BadSyntaxException("the policy is not UTF-8");
        }
    }

    private void read(String line, int number) throws BadSyntaxException {
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            throw new BadSyntaxException("line " + number + " of the policy is no key: value");
        }
        if (field.group(1).equals("mx")) {
            add(field.group(2), number);
        } else {
            // RFC 8461 §3.2: of any other repeated key the first counts, unknown keys never do.
            values.putIfAbsent(field.group(1), field.group(2));
        }
    }

    private void add(String pattern, int number) throws BadSyntaxException {
        if (mx.size() == MOST_PATTERNS) {
            throw new BadSyntaxException("more than " + MOST_PATTERNS + " mx in the policy");
        }
        Optional<MxPattern> read = MxPattern.of(pattern);
        mx.add(
                read.orElseThrow(
                        () ->
                                new BadSyntaxException(
                                        "line " + number + " of the policy: mx is no host name")));
    }

    private Policy policy() throws BadSyntaxException {
        if (!required("version").equals("STSv1")) {
            throw new BadSyntaxException("the policy's version is not STSv1");
        }
        Policy.Mode mode = mode(required("mode"));
        if (mx.isEmpty() && mode != Policy.Mode.NONE) {
            throw new BadSyntaxException("the policy has no mx");
        }
        return new Policy(mode, mx, maxAge(required("max_age")));
    }

    private String required(String key) throws BadSyntaxException {
        return Optional.ofNullable(values.get(key))
                .orElseThrow(() -> new BadSyntaxException("the policy has no " + key));
    }

    private static Policy.Mode mode(String value) throws BadSyntaxException {
        return switch (value) {
            case "enforce" -> Policy.Mode.ENFORCE;
            case "testing" -> Policy.Mode.TESTING;
            case "none" -> Policy.Mode.NONE;
            default ->
                    throw new BadSyntaxException(
                            "the policy's mode is none of enforce, testing, none");
        };
    }

    private static Duration maxAge(String value) throws BadSyntaxException {
        if (!SECONDS.matcher(value).matches() || Long.parseLong(value) > LONGEST_AGE) {
            throw new BadSyntaxException(
                    "the policy's max_age is no number of seconds from 0 to " + LONGEST_AGE);
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
