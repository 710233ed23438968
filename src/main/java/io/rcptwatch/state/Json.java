package io.rcptwatch.state;

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
import io.rcptwatch.probe.Ending;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsSession;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** How records stand in the file. */
final class Json {
    // Each is one of several records.
    private static final List<Class<?>> FAMILIES =
            List.of(Ending.class, Dane.class, StsState.class, TlsRpt.class);

    private static final JsonMapper MAPPER = mapper();

    private static JsonMapper mapper() {
        JsonMapper.Builder mapper =
                JsonMapper.builder()
                        .addModule(new Jdk8Module())
                        .addModule(new JavaTimeModule())
                        .addModule(
                                new SimpleModule()
                                        .addSerializer(InetAddress.class, new Forms.OfAddress())
                                        .addDeserializer(InetAddress.class, new Forms.ToAddress())
                                        .addSerializer(
                                                X509Certificate.class, new Forms.OfCertificate())
                                        .addDeserializer(
                                                X509Certificate.class, new Forms.ToCertificate()))
                        .addMixIn(Reply.class, Forms.OfReply.class)
                        .addMixIn(Extensions.class, Forms.OfExtensions.class)
                        .addMixIn(TlsSession.class, Forms.OfTlsSession.class)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        for (Class<?> family : FAMILIES) {
            mapper.addMixIn(family, Forms.OfFamily.class);
            mapper.registerSubtypes(family.getPermittedSubclasses());
        }
        return mapper.build();
    }

    private Json() {}

    static <V> Form<V> form(Class<V> type) {
        return new Form<>(MAPPER, type);
    }
}
