package io.rcptwatch.yaml;

import java.nio.file.Path;
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
public final class YamlDocument {
    private static final int MOST_SHOWN = 240;

    private YamlDocument() {}

    /** The document of a file; empty if it holds none: the mistake is noted then. */
    public static Optional<Node> read(Path file, Mistakes mistakes) {
        return read(file, SourceText.MOST_MEBIBYTES, mistakes);
    }

    /** The same of a file of at most that many MiB. */
    public static Optional<Node> read(Path file, int mostMebibytes, Mistakes mistakes) {
        return SourceText.read(file, mostMebibytes, mistakes)
                .flatMap(text -> compose(text, mistakes));
    }

    /** The document of a text; empty if it holds none: the mistake is noted then. */
    public static Optional<Node> compose(String text, Mistakes mistakes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // SourceText has bounded the text.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // BoundedParser counts them.
        StreamReader reader = new StreamReader(text);
        Parser parser = new BoundedParser(new ParserImpl(reader, options));
        try {
            Optional<Node> node =
                    Optional.ofNullable(
                            new Composer(parser, new CoreSchema(), options).getSingleNode());
            if (node.isEmpty()) {
                mistakes.add(
                        new SourcePosition("(file)", 1, 1), "is empty; allowed: a configuration");
            }
            return node;
        } catch (MarkedYAMLException e) {
            mistakes.add(place(e), complaint(e));
            return Optional.empty();
        } catch (NumberFormatException _) {
            // SnakeYAML lets this one out where an escape, as "\\UFFFFFFFF", is beyond any
            // character.
            mistakes.add(
                    SourcePosition.of("(yaml)", reader.getMark()),
                    "an escape that stands for no character; allowed: one valid YAML document");
            return Optional.empty();
        }
    }

    private static SourcePosition place(MarkedYAMLException e) {
        Optional<Mark> mark =
                Optional.ofNullable(e.getProblemMark())
                        .or(() -> Optional.ofNullable(e.getContextMark()));
        return mark.map(m -> SourcePosition.of("(yaml)", m))
                .orElse(new SourcePosition("(yaml)", 1, 1));
    }

    private static String complaint(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return QuotedValue.escaped(context + e.getProblem(), MOST_SHOWN)
                + "; allowed: one valid YAML document";
    }
}
