package io.rcptwatch.config;

import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** The one YAML document of a text, as nodes that know their places. */
final class YamlDocument {
    private YamlDocument() {}

    /** Empty where there is no such document: the mistake is noted then. */
    static Optional<Node> compose(String text, Mistakes mistakes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(SourceText.MOST_BYTES);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // BoundedParser counts them.
        Parser parser = new BoundedParser(new ParserImpl(new StreamReader(text), options));
        try {
            Optional<Node> node =
                    Optional.ofNullable(
                            new Composer(parser, new CoreSchema(), options).getSingleNode());
            if (node.isEmpty()) {
                mistakes.add(new Place("(file)", 1, 1), "is empty; allowed: a configuration");
            }
            return node;
        } catch (MarkedYAMLException e) {
            mistakes.add(place(e), complaint(e));
            return Optional.empty();
        }
    }

    private static Place place(MarkedYAMLException e) {
        Optional<Mark> mark =
                Optional.ofNullable(e.getProblemMark())
                        .or(() -> Optional.ofNullable(e.getContextMark()));
        return mark.map(m -> Place.of("(yaml)", m)).orElse(new Place("(yaml)", 1, 1));
    }

    private static String complaint(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return Shown.escaped(context + e.getProblem()) + "; allowed: one YAML document";
    }
}
