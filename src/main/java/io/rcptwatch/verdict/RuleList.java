package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules in the order in which they are asked: the first that holds decides. */
final class RuleList {
    /** Without any rule. */
    static final RuleList NONE = new RuleList("", List.of());

    private final String name;
    private final List<Rule> rules;
    private final PhraseIndex<Rule> index;

    /** The rules of somebody whose name is for people. */
    RuleList(String name, List<Rule> rules) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.index =
                new PhraseIndex<>(
                        rules,
                        rule -> rule.conditions().words(),
                        rule -> rule.conditions().links());
    }

    List<Rule> rules() {
        return rules;
    }

    /** What the first rule that holds says of a reply. */
    Optional<TableMatch> finding(ReplyFacts evidence) {
        return index.first(
                evidence.text(),
                rule -> rule.conditions().concern(evidence),
                rule -> rule.heard(evidence));
    }

    /** The same, told for people: who was asked, who all but won, who won and why. */
    RuleStep step(ReplyFacts evidence) {
        List<RuleStep.PassedOver> passedOver = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.finding(evidence).isPresent()) {
                String reason = rule.conditions().reason(evidence);
                return new RuleStep(name, i + 1, Optional.of(rule.id()), reason, passedOver);
            }
            rule.objection(evidence)
                    .map(objection -> new RuleStep.PassedOver(rule.id(), objection))
                    .ifPresent(passedOver::add);
        }
        return new RuleStep(name, rules.size(), Optional.empty(), "none of them holds", passedOver);
    }
}
