package io.rcptwatch.verdict;

import static io.rcptwatch.target.Outcome.*;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Says what a finished conversation, or a pasted reply, means.
 *
 * <p>The first that knows decides: faults of transport, TLS and DNS; the operator's own rules; the
 * provider's; the general ones on the text; the enhanced code; the basic code. Nobody knowing, it
 * is {@code unclassified}. A judge never changes and may be shared by all threads.
 */
public final class ReplyClassifier {
    private static final Set<String> ENDING_KEYS = Set.of("id", "meaning", "advice", "advice_url");

    private static final Set<Outcome> PASSING =
            Set.of(
                    DNS_ERROR,
                    CONNECT_TIMEOUT,
                    CONNECT_FAILED,
                    REPLY_TIMEOUT,
                    CONNECTION_DROPPED,
                    TLS_FAILED,
                    TLS_UNAVAILABLE);

    private final Providers providers;
    private final RuleTable rules;
    private final CodeTable enhancedCodes = CodeTable.ofResource("enhanced-codes.yaml");
    private final CodeTable basicCodes = CodeTable.ofResource("basic-codes.yaml");
    private final Map<String, Explanation> endings = new HashMap<>();

    private ReplyClassifier(Providers providers, RuleTable rules) {
        this.providers = providers;
        this.rules = rules;
        for (TableRow row : TableRow.ofResource("endings.yaml", ENDING_KEYS)) {
            endings.put(row.text("id"), Explanation.of(row, row.text("id")));
        }
    }

    /**
     * Reads the tables that we ship. That costs about a quarter of a second of CPU in a young JVM:
     * do it once, and beside other work of the start.
     */
    public static ReplyClassifier standard() {
        Providers providers = Providers.standard();
        return new ReplyClassifier(providers, RuleTable.standard(providers));
    }

    /** A judge who asks these rules of the operator's own before all others. */
    ReplyClassifier with(List<Rule> own) {
        return new ReplyClassifier(providers, rules.with(own));
    }

    /** The names of all rules. */
    Set<String> ruleIds() {
        return rules.ids();
    }

    /** Who runs which mail hosts. */
    public Providers providers() {
        return providers;
    }

    /** Says what a conversation with a host of that provider means. */
    public Verdict judge(Conversation conversation, Provider provider) {
        ProbeEnd ending = conversation.ending();
        return switch (ending) {
            case ProbeEnd.Replied(Phase phase, Reply reply) -> judge(phase, reply, provider);
            case ProbeEnd.Failed(Phase _, Fault fault) -> failed(ending, outcome(fault.kind()));
            case ProbeEnd.TlsNotOffered _ -> ended(ending, TLS_UNAVAILABLE, "tls_not_offered");
            case ProbeEnd.TlsRefused(Reply reply) -> tlsRefused(reply);
            case ProbeEnd.TlsUntrusted(Set<TlsProblem> problems) ->
                    ended(ending, TLS_FAILED, distrust(problems));
            // RFC 6531 §3.1: the server is not to blame, but our envelope cannot be said to it.
            case ProbeEnd.Utf8NotOffered _ ->
                    ended(ending, COMMAND_REJECTED, "smtputf8_not_offered");
            case ProbeEnd.NoRoute(ProbeEnd.NoRoute.Cause cause, String _) -> noRoute(ending, cause);
        };
    }

    /** Says what a conversation means for which nobody lets us connect, whoever it is. */
    public Verdict egressBlocked(Conversation conversation) {
        return ended(conversation.ending(), LOCAL_ERROR, "egress_blocked");
    }

    /** Says what an answer to that step means. */
    Verdict judge(Phase phase, Reply reply, Provider ofHost) {
        return judgeAs(phase, reply, speaker(ofHost, ReplyText.of(reply.lines())));
    }

    /** The same for a reply of that provider, whatever it sounds like. */
    Verdict judgeAs(Phase phase, Reply reply, Provider provider) {
        int digit = reply.code() / 100;
        if (digit == 4 || digit == 5) {
            ReplyFacts evidence = evidence(phase, reply, provider);
            return verdict(refusal(evidence), digit, Optional.of(phase), Optional.of(reply));
        }
        // RFC 5321 §4.2.1: 3yz asks for more, but nothing that we say has more to come.
        TableMatch finding =
                digit == 2 && phase == Phase.RCPT
                        ? accepted()
                        : finding(PROTOCOL_ERROR, "unexpected_reply");
        return verdict(finding, digit, Optional.of(phase), Optional.of(reply));
    }

    private ReplyFacts evidence(Phase phase, Reply reply, Provider provider) {
        return new ReplyFacts(
                OptionalInt.of(reply.code()),
                reply.code() / 100,
                reply.enhancedCode(),
                ReplyText.of(reply.lines()),
                Optional.of(phase),
                provider,
                true);
    }

    /**
     * Says what a pasted reply means.
     *
     * @param phase the step that it answered, where that is known
     * @param mxHost the host that said it, where that is known
     */
    public Verdict explain(PastedReply pasted, Optional<Phase> phase, Optional<String> mxHost) {
        return explained(evidence(pasted, phase, mxHost), pasted);
    }

    private Verdict explained(ReplyFacts evidence, PastedReply pasted) {
        if (pasted.saysNothing()) {
            return verdict(finding(UNCLASSIFIED, "nothing_said"), 5, Optional.empty(), pasted);
        }
        TableMatch finding = finding(evidence);
        return verdict(finding, digit(finding.outcome(), pasted), phase(evidence, finding), pasted);
    }

    /** Where nothing tells the digit: what went wrong on the way to a host passes mostly. */
    private static int digit(Outcome outcome, PastedReply pasted) {
        return !pasted.tellsDigit() && PASSING.contains(outcome) ? 4 : pasted.settledDigit();
    }

    /** Before any server spoke, the outcome tells the step. */
    private static Optional<Phase> phase(ReplyFacts evidence, TableMatch finding) {
        return evidence.phase()
                .or(
                        () ->
                                switch (finding.outcome()) {
                                    case CONNECT_FAILED, CONNECT_TIMEOUT ->
                                            Optional.of(Phase.CONNECT);
                                    case DNS_ERROR, DOMAIN_UNROUTABLE -> Optional.of(Phase.DNS);
                                    default -> Optional.empty();
                                });
    }

    /** The same, and who said it. */
    public Judgement judged(PastedReply pasted, Optional<Phase> phase, Optional<String> mxHost) {
        ReplyFacts evidence = evidence(pasted, phase, mxHost);
        return new Judgement(explained(evidence, pasted), evidence.provider(), List.of());
    }

    /** The same, and how it came about. */
    public Judgement decide(PastedReply pasted, Optional<Phase> phase, Optional<String> mxHost) {
        ReplyFacts evidence = evidence(pasted, phase, mxHost);
        return new Judgement(explained(evidence, pasted), evidence.provider(), steps(evidence));
    }

    private ReplyFacts evidence(
            PastedReply pasted, Optional<Phase> phase, Optional<String> mxHost) {
        ReplyText text = ReplyText.of(pasted.lines());
        return new ReplyFacts(
                pasted.reply().stream().mapToInt(Reply::code).findFirst(),
                pasted.firstDigit(),
                pasted.enhancedCode(),
                text,
                phase.or(pasted::phase),
                speaker(mxHost.map(providers::forMx).orElse(Provider.OTHER), text),
                false);
    }

    /** By the host's name, or else by the way it speaks: many host names are neutral. */
    private Provider speaker(Provider ofHost, ReplyText text) {
        return ofHost.equals(Provider.OTHER) ? providers.forText(text) : ofHost;
    }

    private TableMatch finding(ReplyFacts evidence) {
        return switch (evidence.firstDigit()) {
            case 4, 5 -> refusal(evidence);
            case 2, 3 -> basicCodes.basic(evidence).orElse(accepted());
            // Numbers of mail programs for what went wrong before any server spoke.
            default ->
                    basicCodes.basic(evidence).orElse(finding(PROTOCOL_ERROR, "unexpected_reply"));
        };
    }

    private TableMatch refusal(ReplyFacts evidence) {
        return rules.finding(evidence)
                .or(() -> enhancedCodes.enhanced(evidence))
                .orElseGet(() -> byBasicCode(evidence));
    }

    /** An enhanced code that names no cause still explains more than the basic one. */
    private TableMatch byBasicCode(ReplyFacts evidence) {
        TableMatch basic = basicCodes.basic(evidence).orElse(finding(UNCLASSIFIED, "unclassified"));
        return evidence.enhancedCode()
                .flatMap(enhancedCodes::entry)
                .map(entry -> basic.behind(entry.explanation()))
                .orElse(basic);
    }

    private List<RuleStep> steps(ReplyFacts evidence) {
        if (evidence.firstDigit() != 4 && evidence.firstDigit() != 5) {
            return List.of();
        }
        List<RuleStep> steps = new ArrayList<>(rules.steps(evidence));
        Optional<String> enhanced = evidence.enhancedCode().map(Object::toString);
        Optional<String> basic = evidence.code().stream().mapToObj(Integer::toString).findFirst();
        if (steps.getLast().rule().isEmpty()) {
            steps.add(step("enhanced code", enhanced, enhancedCodes.enhanced(evidence)));
        }
        if (steps.getLast().rule().isEmpty()) {
            steps.add(step("basic code", basic, basicCodes.basic(evidence)));
        }
        return steps;
    }

    private static RuleStep step(
            String table, Optional<String> code, Optional<TableMatch> finding) {
        String reason =
                code.map(c -> finding.isPresent() ? c : c + " does not tell the cause")
                        .orElse("the reply has none");
        Optional<String> row = finding.map(f -> f.explanation().id());
        return new RuleStep(table, code.isPresent() ? 1 : 0, row, reason, List.of());
    }

    /**
     * A reply in the form in which rules see it: two that differ only in addresses, names and case
     * are the same.
     */
    public String normalised(Reply reply) {
        return reply.code() + " " + ReplyText.of(reply.lines()).words().value();
    }

    private static Outcome outcome(Fault.Kind kind) {
        return switch (kind) {
            case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
            case CONNECT_FAILED -> CONNECT_FAILED;
            case REPLY_TIMEOUT -> REPLY_TIMEOUT;
            case CONNECTION_DROPPED -> CONNECTION_DROPPED;
            case PROTOCOL_ERROR -> PROTOCOL_ERROR;
            case TLS_FAILED, TLS_NO_SHARED_CIPHER -> TLS_FAILED;
            case LOCAL_ERROR -> LOCAL_ERROR;
        };
    }

    private Verdict noRoute(ProbeEnd ending, ProbeEnd.NoRoute.Cause cause) {
        return switch (cause) {
            case LOOKUP_FAILED -> ended(ending, DNS_ERROR, "lookup_failed");
            case NO_SUCH_DOMAIN -> ended(ending, DOMAIN_UNROUTABLE, "no_such_domain");
            case NO_ADDRESS -> ended(ending, DOMAIN_UNROUTABLE, "no_address");
            case NULL_MX -> ended(ending, NO_MAIL_SERVICE, "null_mx");
            case PRIVATE_ADDRESS -> ended(ending, LOCAL_ERROR, "private_address");
        };
    }

    private Verdict tlsRefused(Reply reply) {
        return verdict(
                finding(TLS_UNAVAILABLE, "tls_refused"),
                reply.code() / 100,
                Optional.of(Phase.STARTTLS),
                Optional.of(reply));
    }

    /** The sentence that holds; of several the one that says most about what to change. */
    private static String distrust(Set<TlsProblem> problems) {
        if (problems.contains(TlsProblem.CERTIFICATE_HOST_MISMATCH)) {
            return "certificate_other_name";
        }
        if (problems.contains(TlsProblem.CERTIFICATE_EXPIRED)) {
            return "certificate_expired";
        }
        return problems.contains(TlsProblem.CERTIFICATE_NOT_TRUSTED)
                ? "certificate_not_trusted"
                : "certificate_mismatch";
    }

    private Verdict failed(ProbeEnd ending, Outcome outcome) {
        return ended(ending, outcome, outcome.label());
    }

    /** Endings without a reply are for good where the outcome leaves that open. */
    private Verdict ended(ProbeEnd ending, Outcome outcome, String id) {
        return verdict(finding(outcome, id), 5, Optional.of(ending.phase()), Optional.empty());
    }

    private TableMatch accepted() {
        return TableMatch.of(
                ACCEPTED, Basis.CODE, Objects.requireNonNull(endings.get("accepted"), "accepted"));
    }

    private TableMatch finding(Outcome outcome, String id) {
        return TableMatch.of(outcome, Basis.NONE, Objects.requireNonNull(endings.get(id), id));
    }

    private static Verdict verdict(
            TableMatch finding, int firstDigit, Optional<Phase> phase, PastedReply pasted) {
        return verdict(finding, firstDigit, phase, pasted.reply(), pasted.lines());
    }

    private static Verdict verdict(
            TableMatch finding, int firstDigit, Optional<Phase> phase, Optional<Reply> reply) {
        List<String> lines = reply.map(Reply::lines).orElse(List.of());
        return verdict(finding, firstDigit, phase, reply, lines);
    }

    private static Verdict verdict(
            TableMatch finding,
            int firstDigit,
            Optional<Phase> phase,
            Optional<Reply> reply,
            List<String> lines) {
        Explanation words = finding.explanation();
        return new Verdict(
                finding.outcome(),
                outcomeClass(finding.outcome(), firstDigit),
                finding.fault(),
                finding.basis(),
                firstDigit == 5,
                phase,
                reply,
                words.id(),
                words.meaning(),
                words.advice(),
                words.adviceUrl(),
                ReplyHints.of(lines, finding.outcome(), firstDigit));
    }

    /** RFC 5321 §4.2.1: 4yz is for now, 5yz for good; what cannot be a refusal has its own. */
    private static OutcomeClass outcomeClass(Outcome outcome, int firstDigit) {
        Set<OutcomeClass> classes = outcome.classes();
        if (classes.size() == 1) {
            return classes.iterator().next();
        }
        return firstDigit == 4 ? OutcomeClass.DEFERRED : OutcomeClass.REJECTED;
    }
}
