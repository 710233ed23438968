package io.rcptwatch.spf;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text with macros in it (RFC 7208 §7). */
record MacroString(List<MacroPart> parts) {
    // RFC 7208 §7.2: c, r and t are for explanations only, which nobody reads here.
    private static final Pattern EXPAND =
            Pattern.compile(
                    "%\\{(?<letter>[slodiphv])(?<count>\\d*)(?<reverse>r?)"
                            + "(?<delimiters>[-.+,/_=]*)}|%(?<escape>[%_-])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern LITERAL = Pattern.compile("[!-$&-~]+");
    private static final String TOP_LABEL =
            "(?:[a-z0-9]{0,63}[a-z][a-z0-9]{0,63}|[a-z0-9]{1,63}-[a-z0-9-]{0,63}[a-z0-9])";
    private static final Pattern DOMAIN_END =
            Pattern.compile("\\." + TOP_LABEL + "\\.?$", Pattern.CASE_INSENSITIVE);
    private static final int MOST_LABELS = 128;

    MacroString {
        parts = List.copyOf(parts);
    }

    /** A piece of it. */
    sealed interface MacroPart {
        String expand(MacroValues values) throws SpfErrorException;
    }

    /** What the letters stand for. */
    interface MacroValues {
        String of(char letter) throws SpfErrorException;
    }

    private record Literal(String text) implements MacroPart {
        @Override
        public String expand(MacroValues values) {
            return text;
        }
    }

    /** One of {@code %%}, {@code %_} and {@code %-}: a macro to the grammar. */
    private record Escape(char sign) implements MacroPart {
        @Override
        public String expand(MacroValues values) {
            return switch (sign) {
                case '_' -> " ";
                case '-' -> "%20";
                default -> "%";
            };
        }
    }

    /**
     * A letter in braces.
     *
     * @param count how many labels are kept, from the right
     */
    private record Macro(char letter, int count, boolean reversed, String delimiters)
            implements MacroPart {
        @Override
        public String expand(MacroValues values) throws SpfErrorException {
            List<String> labels = split(values.of(Character.toLowerCase(letter)));
            if (reversed) {
                Collections.reverse(labels);
            }
            String kept =
                    labels.stream()
                            .skip(Math.max(0, labels.size() - count))
                            .collect(Collectors.joining("."));
            return Character.isUpperCase(letter) ? escaped(kept) : kept;
        }

        private List<String> split(String value) {
            String at = delimiters.isEmpty() ? "." : delimiters;
            return new ArrayList<>(Arrays.asList(value.split("[" + Pattern.quote(at) + "]", -1)));
        }

        /** RFC 7208 §7.3: as in a URL (RFC 3986 §2.1). */
        private static String escaped(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
    }

    /** Reads a macro-string. */
    static MacroString parse(String text) throws SpfErrorException {
        List<MacroPart> parts = new ArrayList<>();
        Matcher expand = EXPAND.matcher(text);
        Matcher literal = LITERAL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (literal.region(at, text.length()).lookingAt()) {
                parts.add(new Literal(literal.group()));
                at = literal.end();
            } else if (expand.region(at, text.length()).lookingAt()) {
                parts.add(part(expand));
                at = expand.end();
            } else {
                throw SpfErrorException.permanent(
                        "not a macro that exists: " + SpfNames.quoted(text));
            }
        }
        return new MacroString(parts);
    }

    /** Reads a domain-spec: it ends in a macro or in a top-level label (RFC 7208 §7.1). */
    static MacroString parseDomain(String text) throws SpfErrorException {
        MacroString domain = parse(text);
        boolean endsInMacro =
                !domain.parts.isEmpty() && !(domain.parts.getLast() instanceof Literal);
        if (!endsInMacro && !DOMAIN_END.matcher(text).find()) {
            throw SpfErrorException.permanent("not a domain name: " + SpfNames.quoted(text));
        }
        return domain;
    }

    private static MacroPart part(Matcher macro) throws SpfErrorException {
        String escape = macro.group("escape");
        return escape == null ? inBraces(macro) : new Escape(escape.charAt(0));
    }

    private static MacroPart inBraces(Matcher macro) throws SpfErrorException {
        String digits = macro.group("count");
        int count =
                digits.isEmpty() || digits.length() > 3 ? MOST_LABELS : Integer.parseInt(digits);
        if (count == 0) { // RFC 7208 §7.3
            throw SpfErrorException.permanent("a macro that keeps no label: " + macro.group());
        }
        return new Macro(
                macro.group("letter").charAt(0),
                count,
                !macro.group("reverse").isEmpty(),
                macro.group("delimiters"));
    }

    /** The domain name that comes out: without a final dot, and cut from the left to 253. */
    String expand(MacroValues values) throws SpfErrorException {
        StringBuilder name = new StringBuilder();
        for (MacroPart part : parts) {
            name.append(part.expand(values));
        }
        return shortened(name.toString().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT));
    }

    /** RFC 7208 §7.3: whole labels are left out. */
    private static String shortened(String name) {
        int dot = name.indexOf('.', Math.max(0, name.length() - SpfNames.LONGEST - 1));
        return name.length() <= SpfNames.LONGEST || dot < 0 ? name : name.substring(dot + 1);
    }
}
