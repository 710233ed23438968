package io.rcptwatch.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Which plain words are no text: those of YAML 1.2's core schema (§10.3.2), as editors see them,
 * and not YAML 1.1's "no", "on", dates and sexagesimal numbers.
 */
final class CoreSchema extends Resolver {
    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL|"), "~nN\0");
        addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
        addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
        addImplicitResolver(
                Tag.FLOAT,
                Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
                "-+.0123456789");
    }
}
