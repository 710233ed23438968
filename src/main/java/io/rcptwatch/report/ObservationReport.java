package io.rcptwatch.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One judged conversation. What does not apply is null.
 *
 * @param mx the host, with its port where that is not 25
 * @param address the address that was contacted last
 * @param success whether the outcome is one that the target expects
 * @param fault whose turn it is to act
 * @param basis what of the reply decided: text, code or none
 * @param code of the reply that decided
 * @param reply the one that decided, as on the wire, its lines joined by line feeds
 * @param detail why there is no reply, for people
 * @param tls the handshake, where one was finished
 * @param tlsTrouble why it went on in clear though TLS was wanted
 * @param tlsPolicy what was demanded of the host's TLS
 * @param finishedAt as ISO 8601 in UTC
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ObservationReport(
        @Nullable String mx,
        @Nullable String address,
        @Nullable String family,
        String identity,
        String provider,
        boolean success,
        String outcome,
        @JsonProperty("class") String outcomeClass,
        String fault,
        String basis,
        @Nullable String phase,
        @Nullable Integer code,
        @Nullable String enhancedCode,
        @Nullable String reply,
        @Nullable String detail,
        String rule,
        String meaning,
        String advice,
        @Nullable String adviceUrl,
        double durationSeconds,
        String finishedAt,
        @Nullable TlsReport tls,
        @Nullable TlsTroubleReport tlsTrouble,
        TlsPolicyReport tlsPolicy,
        List<StepReport> transcript) {
    /** The same in the shape of JSON; the target says what is success. */
    public static ObservationReport of(Observation observation, Target target) {
        Verdict verdict = observation.verdict();
        Conversation conversation = observation.conversation();
        return new ObservationReport(
                observation.mx().orElse(null),
                observation.address().map(InetAddress::getHostAddress).orElse(null),
                observation.family().map(Family::label).orElse(null),
                observation.identity(),
                observation.provider().label(),
                observation.success(target),
                verdict.outcome().label(),
                verdict.outcomeClass().label(),
                verdict.fault().label(),
                verdict.basis().label(),
                verdict.phase().map(Phase::label).orElse(null),
                verdict.reply().map(Reply::code).orElse(null),
                verdict.enhancedCode().map(EnhancedCode::toString).orElse(null),
                verdict.reply().map(Reply::toString).orElse(null),
                verdict.reply().isPresent() ? null : conversation.ending().text(),
                verdict.rule(),
                verdict.meaning(),
                verdict.advice(),
                verdict.adviceUrl().orElse(null),
                Seconds.of(conversation.duration()),
                observation.finishedAt().toString(),
                conversation.tls().map(TlsReport::of).orElse(null),
                conversation.tlsTrouble().map(TlsTroubleReport::of).orElse(null),
                TlsPolicyReport.of(observation.tls()),
                conversation.steps().stream().map(StepReport::of).toList());
    }
}
