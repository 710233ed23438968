package io.rcptwatch.config;

import io.rcptwatch.config.LoadResult.InvalidConfiguration;
import io.rcptwatch.config.LoadResult.Loaded;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.SourcePosition;
import io.rcptwatch.yaml.YamlDocument;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the operator wants.
 *
 * @param identities who we say we are, at least one, in the order of the file
 * @param contact where somebody who is asked finds us
 * @param resolution how names are looked up
 * @param politeness what we allow ourselves
 * @param egress how we find out whether our own network lets us out
 * @param identityChecks how we look at our own identities
 * @param anyDomain how domains are asked about that are no target: the target of a domain that does
 *     not exist, to be put in its place; empty where they are not
 * @param targets what is watched, at least one, in the order of the file
 * @param rules the file of the operator's own rules; it exists, no more is known
 * @param reloadOnChange whether the files are read again when they change
 * @param sandbox the file of the mail world to run beside the agent; it exists, no more is known
 * @param logs what our own mail server writes about its deliveries
 * @param state where to remember what must outlive a restart; empty: nowhere
 */
public record Configuration(
        List<Identity> identities,
        Optional<URI> contact,
        Resolution resolution,
        Politeness politeness,
        Egress egress,
        IdentityChecks identityChecks,
        Optional<Target> anyDomain,
        List<Target> targets,
        Optional<Path> rules,
        boolean reloadOnChange,
        Optional<Path> sandbox,
        List<LogSettings> logs,
        Optional<StateSettings> state) {
    public Configuration {
        identities = List.copyOf(identities);
        targets = List.copyOf(targets);
        logs = List.copyOf(logs);
    }

    /** The target that a domain is which is none in the file; empty where it is not asked about. */
    public Optional<Target> unlisted(DomainName domain) {
        return anyDomain
                .map(any -> ConfigurationBuilder.unlisted(any, domain))
                .filter(Addressing::isFit);
    }

    /** Reads a file, whatever is in it. No name is looked up. */
    public static LoadResult load(Path file) {
        return load(file, UnaryOperator.identity());
    }

    /** Reads a file as though it listed that domain too, after the others, where it does not. */
    public static LoadResult loadWith(Path file, DomainName domain) {
        return load(file, document -> watching(document, domain));
    }

    private static LoadResult load(Path file, UnaryOperator<Values> amendment) {
        Mistakes mistakes = new Mistakes(file.toString());
        Optional<Values> document =
                YamlDocument.read(file, mistakes)
                        .flatMap(
                                node ->
                                        Grammar.DOCUMENT.read(
                                                node, SourcePosition.of("", node), mistakes))
                        .map(amendment);
        document.ifPresent(values -> Consistency.check(values, file, mistakes));
        return document.isPresent() && mistakes.none()
                ? new Loaded(ConfigurationBuilder.of(document.get(), file))
                : new InvalidConfiguration(mistakes.inFileOrder());
    }

    private static Values watching(Values document, DomainName domain) {
        List<Value<Values>> targets = document.items(Grammar.TARGETS);
        boolean listed =
                targets.stream()
                        .flatMap(target -> target.value().get(Grammar.DOMAIN).stream())
                        .anyMatch(other -> other.ascii().equals(domain.ascii()));
        SourcePosition place = new SourcePosition("(domain)", 1, 1);
        Values target = Values.NONE.with(Grammar.DOMAIN, new Value<>(domain, place));
        List<Value<Values>> more =
                Stream.concat(targets.stream(), Stream.of(new Value<>(target, place))).toList();
        return listed ? document : document.with(Grammar.TARGETS, new Value<>(more, place));
    }
}
