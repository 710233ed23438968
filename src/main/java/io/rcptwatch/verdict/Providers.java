package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who runs which mail hosts: the closed set behind the label {@code provider}. */
public final class Providers {
    private static final Set<String> KEYS =
            Set.of("label", "mx", "domains", "rules", "patterns", "links");

    /** How the replies of a provider can be told where its host is not known. */
    private record Accent(Provider provider, Wording words, Wording links) {}

    private final List<Provider> all = new ArrayList<>();
    private final Map<String, Provider> bySuffix = new HashMap<>();
    private final Map<String, Provider> byDomain = new HashMap<>();
    private final Map<Provider, String> ruleFiles = new HashMap<>();
    private final List<Accent> accents = new ArrayList<>();
    private final PhraseIndex<Accent> index;

    private Providers(List<TableRow> rows) {
        rows.forEach(this::add);
        index = new PhraseIndex<>(accents, Accent::words, Accent::links);
        all.add(Provider.OTHER);
    }

    private void add(TableRow row) {
        Provider provider = new Provider(row.text("label"));
        if (all.contains(provider) || provider.equals(Provider.OTHER)) {
            throw row.wrong("label", provider + " stands twice");
        }
        all.add(provider);
        row.texts("mx").forEach(suffix -> put(row, "mx", bySuffix, suffix, provider));
        row.texts("domains").forEach(name -> put(row, "domains", byDomain, name, provider));
        row.optional("rules").ifPresent(file -> ruleFiles.put(provider, file));
        Accent accent = new Accent(provider, Wording.of(row, "patterns"), Wording.of(row, "links"));
        if (!accent.words().isEmpty() || !accent.links().isEmpty()) {
            accents.add(accent);
        }
    }

    private static void put(
            TableRow row, String key, Map<String, Provider> names, String name, Provider provider) {
        Provider other = names.put(name, provider);
        if (other != null) {
            throw row.wrong(key, name + " is already of " + other);
        }
    }

    /** Reads the table that we ship; takes some milliseconds, so once is enough. */
    public static Providers standard() {
        return new Providers(TableRow.ofResource("providers.yaml", KEYS));
    }

    /** Who runs a mail host, by the end of its name, in whole labels; its port may stand there. */
    public Provider forMx(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.?(?::\\d+)?$", "");
        while (true) {
            Provider provider = bySuffix.get(name);
            int dot = name.indexOf('.');
            if (provider != null || dot < 0) {
                return provider == null ? Provider.OTHER : provider;
            }
            name = name.substring(dot + 1);
        }
    }

    /** Who takes the mail of a well-known domain, before the DNS is asked. */
    public Optional<Provider> forDomain(String asciiDomain) {
        return Optional.ofNullable(byDomain.get(asciiDomain.toLowerCase(Locale.ROOT)));
    }

    /** The whole set, {@link Provider#OTHER} last. */
    public List<Provider> all() {
        return List.copyOf(all);
    }

    /** Who speaks like this. */
    Provider forText(ReplyText text) {
        return index.first(text, _ -> true, accent -> Optional.of(accent.provider()))
                .orElse(Provider.OTHER);
    }

    /** The files of rules, by whose replies they are for. */
    Map<Provider, String> ruleFiles() {
        return Map.copyOf(ruleFiles);
    }
}
