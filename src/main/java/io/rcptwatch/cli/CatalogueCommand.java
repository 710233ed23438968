package io.rcptwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.rcptwatch.verdict.Catalogue;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code catalogue}: every code and every rule. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = {
            "Prints every rule and every code that can decide what a reply means,",
            "in the order in which they are asked."
        },
        footer = {
            "",
            "Examples:",
            "  rcptwatch catalogue | less",
            "  rcptwatch catalogue --format json | jq '.rules[] | .id'"
        })
final class CatalogueCommand implements Callable<Integer> {
    @Option(
            names = "--format",
            paramLabel = "markdown|json",
            defaultValue = "markdown",
            description = "How to show it (default: ${DEFAULT-VALUE}).")
    private CatalogueFormat format = CatalogueFormat.markdown;

    private enum CatalogueFormat {
        markdown,
        json
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Catalogue catalogue = Catalogue.standard();
        // UTF-8 whatever the terminal speaks: it is a file's content.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (format) {
            case markdown -> out.print(new CataloguePage(catalogue));
            case json -> out.println(json(catalogue));
        }
        return 0;
    }

    /** Absent values are null. */
    private static String json(Catalogue catalogue) throws JsonProcessingException {
        return new ObjectMapper()
                .registerModule(new Jdk8Module())
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(catalogue);
    }
}
