package io.rcptwatch.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A scrape in the text format, read strictly.
 *
 * @param types by metric name
 * @param helps by metric name
 * @param samples all values
 */
record Scrape(Map<String, String> types, Map<String, String> helps, List<Sample> samples) {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)})? ([0-9.eE+-]+|NaN|\\+Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(?:,|$)");

    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape of(String text) {
        Scrape scrape = new Scrape(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        text.lines().forEach(scrape::read);
        return scrape;
    }

    private void read(String line) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# TYPE ")) {
            types.put(words[2], words[3]);
        } else if (line.startsWith("# HELP ")) {
            helps.put(words[2], words[3]);
        } else if (!line.equals("# EOF") && !line.startsWith("# UNIT ")) {
            Matcher matcher = SAMPLE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no sample: " + line);
            }
            double value = Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity"));
            samples.add(new Sample(matcher.group(1), labels(matcher.group(2)), value));
        }
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher matcher = LABEL.matcher(text == null ? "" : text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            labels.put(matcher.group(1), unescaped(matcher.group(2)));
            end = matcher.end();
        }
        if (text != null && end != text.length()) {
            throw new IllegalArgumentException("no labels: " + text);
        }
        return labels;
    }

    private static String unescaped(String value) {
        return value.translateEscapes();
    }

    /** All samples of a name whose labels have these values, given as name, value, name, value. */
    List<Sample> all(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> matches(sample, labels))
                .toList();
    }

    private static boolean matches(Sample sample, String... labels) {
        return Stream.iterate(0, i -> i < labels.length, i -> i + 2)
                .allMatch(i -> labels[i + 1].equals(sample.labels().get(labels[i])));
    }

    /** The value of the one sample that fits. */
    double value(String name, String... labels) {
        List<Sample> found = all(name, labels);
        if (found.size() != 1) {
            throw new NoSuchElementException(name + List.of(labels) + " is there " + found);
        }
        return found.getFirst().value();
    }
}
