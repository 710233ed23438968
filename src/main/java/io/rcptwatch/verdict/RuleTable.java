package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule, in the order in which they are asked: the operator's own, those of the provider, then
 * the general ones.
 *
 * @param own the operator's
 * @param ofProviders the rules for one provider's replies
 * @param general the rules for everybody's
 */
record RuleTable(RuleList own, Map<Provider, RuleList> ofProviders, RuleList general) {
    /** The general rules, in the order in which they are asked. */
    private static final List<String> GENERAL =
            List.of(
                    "sender-words.yaml",
                    "object-rules.yaml",
                    "language-rules.yaml",
                    "text-rules.yaml");

    private static final String OWN = "your rules";

    RuleTable {
        Set<String> ids = new HashSet<>();
        rules(own, ofProviders, general)
                .filter(rule -> !ids.add(rule.id()))
                .findFirst()
                .ifPresent(
                        twice -> {
                            throw new IllegalArgumentException(
                                    "two rules have the id " + twice.id());
                        });
    }

    private static Stream<Rule> rules(
            RuleList own, Map<Provider, RuleList> ofProviders, RuleList general) {
        return Stream.of(Stream.of(own), ofProviders.values().stream(), Stream.of(general))
                .flatMap(lists -> lists)
                .flatMap(list -> list.rules().stream());
    }

    /** The names of all rules. */
    Set<String> ids() {
        return rules(own, ofProviders, general).map(Rule::id).collect(Collectors.toSet());
    }

    /** Reads the rules that we ship. */
    static RuleTable standard(Providers providers) {
        Map<Provider, RuleList> ofProviders = new HashMap<>();
        providers
                .ruleFiles()
                .forEach(
                        (provider, file) ->
                                ofProviders.put(
                                        provider, new RuleList(provider + " rules", rules(file))));
        List<Rule> general = GENERAL.stream().flatMap(file -> rules(file).stream()).toList();
        return new RuleTable(
                new RuleList(OWN, List.of()), ofProviders, new RuleList("general rules", general));
    }

    private static List<Rule> rules(String file) {
        return TableRow.ofResource(file, Rule.KEYS).stream().map(Rule::of).toList();
    }

    /** The same with these rules of the operator's own before all others. */
    RuleTable with(List<Rule> rules) {
        return new RuleTable(new RuleList(OWN, rules), ofProviders, general);
    }

    /** What the first rule that holds says of a reply. */
    Optional<TableMatch> finding(ReplyFacts evidence) {
        for (RuleList list : lists(evidence.provider())) {
            Optional<TableMatch> finding = list.finding(evidence);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    /** The same, told for people: the last step is the one that decided, if any did. */
    List<RuleStep> steps(ReplyFacts evidence) {
        List<RuleStep> steps = new ArrayList<>();
        for (RuleList list : lists(evidence.provider())) {
            boolean decided = !steps.isEmpty() && steps.getLast().rule().isPresent();
            if (!decided && !list.rules().isEmpty()) {
                steps.add(list.step(evidence));
            }
        }
        return steps;
    }

    private List<RuleList> lists(Provider provider) {
        return List.of(own, ofProviders.getOrDefault(provider, RuleList.NONE), general);
    }
}
