package io.rcptwatch.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rcptwatch.dane.Dane;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** How records stand in the file. */
final class StoreJson {
    // Each is one of several records.
    private static final List<Class<?>> FAMILIES =
            List.of(ProbeEnd.class, Dane.class, StsState.class, TlsRpt.class);

    private static final JsonMapper MAPPER = mapper();

    private static JsonMapper mapper() {
        JsonMapper.Builder mapper =
                JsonMapper.builder()
                        .addModule(new Jdk8Module())
                        .addModule(new JavaTimeModule())
                        .addModule(
                                new SimpleModule()
                                        .addSerializer(
                                                InetAddress.class, new RecordCodecs.OfAddress())
                                        .addDeserializer(
                                                InetAddress.class, new RecordCodecs.ToAddress())
                                        .addSerializer(
                                                X509Certificate.class,
                                                new RecordCodecs.OfCertificate())
                                        .addDeserializer(
                                                X509Certificate.class,
                                                new RecordCodecs.ToCertificate()))
                        .addMixIn(TargetState.class, RecordCodecs.OfTargetState.class)
                        .addMixIn(Round.class, RecordCodecs.OfDomain.class)
                        .addMixIn(Observation.class, RecordCodecs.OfDomain.class)
                        .addMixIn(Provider.class, RecordCodecs.OfProvider.class)
                        .addMixIn(Reply.class, RecordCodecs.OfReply.class)
                        .addMixIn(Extensions.class, RecordCodecs.OfExtensions.class)
                        .addMixIn(TlsSession.class, RecordCodecs.OfTlsSession.class)
                        .addMixIn(ProbeEnd.TlsUntrusted.class, RecordCodecs.OfUntrusted.class)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        for (Class<?> family : FAMILIES) {
            mapper.addMixIn(family, RecordCodecs.OfFamily.class);
            mapper.registerSubtypes(family.getPermittedSubclasses());
        }
        return mapper.build();
    }

    private StoreJson() {}

    static <V> RecordCodec<V> form(Class<V> type) {
        return new RecordCodec<>(MAPPER, type);
    }
}
