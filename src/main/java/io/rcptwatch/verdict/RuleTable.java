package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every rule, in the order in which they are asked: those of the provider, then the general ones.
 *
 * @param ofProviders the rules for one provider's replies
 * @param general the rules for everybody's
 */
record RuleTable(Map<Provider, List<Rule>> ofProviders, List<Rule> general) {
    /** The general rules, in the order in which they are asked. */
    private static final List<String> GENERAL = List.of("text-rules.yaml");

    RuleTable {
        Set<String> ids = new HashSet<>();
        List<List<Rule>> lists = new ArrayList<>(ofProviders.values());
        lists.add(general);
        lists.stream().flatMap(List::stream).map(Rule::id).forEach(id -> addNew(ids, id));
    }

    private static void addNew(Set<String> ids, String id) {
        if (!ids.add(id)) {
            throw new IllegalArgumentException("two rules have the id " + id);
        }
    }

    /** Reads the rules that we ship. */
    static RuleTable standard(Providers providers) {
        Map<Provider, List<Rule>> ofProviders = new HashMap<>();
        providers.ruleFiles().forEach((provider, file) -> ofProviders.put(provider, rules(file)));
        return new RuleTable(
                ofProviders, GENERAL.stream().flatMap(file -> rules(file).stream()).toList());
    }

    private static List<Rule> rules(String file) {
        return Row.ofResource(file, Rule.KEYS).stream().map(Rule::of).toList();
    }

    /** What the first rule that holds says of a reply. */
    Optional<Finding> finding(Evidence evidence) {
        return first(ofProviders.getOrDefault(evidence.provider(), List.of()), evidence)
                .or(() -> first(general, evidence));
    }

    private static Optional<Finding> first(List<Rule> rules, Evidence evidence) {
        for (Rule rule : rules) {
            Optional<Finding> finding = rule.finding(evidence);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }
}
