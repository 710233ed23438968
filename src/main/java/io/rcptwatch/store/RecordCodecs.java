package io.rcptwatch.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.ReplyFlaw;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.KnownHosts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forms of what is no plain record, and of what servers say: they may say megabytes, and the
 * file shall stay small.
 */
final class RecordCodecs {
    /** Of one reply, and of all that one server offers, in characters. */
    static final int LONGEST = 2000;

    private RecordCodecs() {}

    /** One of a closed family says which one it is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    interface OfFamily {}

    /** The domain is the key of the record. */
    @JsonIgnoreProperties("domain")
    interface OfDomain {}

    /** The target is the configuration's, the latest round is in a table of its own. */
    @JsonIgnoreProperties({"target", "listed", "latest"})
    interface OfTargetState {
        @JsonProperty("hosts")
        @JsonSerialize(converter = HostNames.class)
        @JsonDeserialize(converter = NamedHosts.class)
        KnownHosts known();
    }

    /** What hosts offer is compared within one life of the process. */
    static final class HostNames extends StdConverter<KnownHosts, Set<String>> {
        @Override
        public Set<String> convert(KnownHosts known) {
            return known.names();
        }
    }

    static final class NamedHosts extends StdConverter<Set<String>, KnownHosts> {
        @Override
        public KnownHosts convert(Set<String> names) {
            return KnownHosts.named(names);
        }
    }

    /** By its label. */
    @JsonSerialize(converter = ProviderLabel.class)
    @JsonDeserialize(converter = LabelledProvider.class)
    interface OfProvider {}

    static final class ProviderLabel extends StdConverter<Provider, String> {
        @Override
        public String convert(Provider provider) {
            return provider.label();
        }
    }

    static final class LabelledProvider extends StdConverter<String, Provider> {
        @Override
        public Provider convert(String label) {
            return new Provider(label);
        }
    }

    @JsonSerialize(converter = CutReply.class)
    interface OfReply {}

    @JsonSerialize(converter = CutExtensions.class)
    interface OfExtensions {}

    interface OfTlsSession {
        @JsonSerialize(converter = OwnCertificate.class)
        List<X509Certificate> chain();
    }

    /** Files of the version before hold one text instead. */
    interface OfUntrusted {
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        Set<TlsProblem> problems();
    }

    record ReplyForm(int code, List<String> lines, Set<ReplyFlaw> flaws) {}

    record ExtensionsForm(Map<String, String> parameters) {}

    static final class CutReply extends StdConverter<Reply, ReplyForm> {
        @Override
        public ReplyForm convert(Reply reply) {
            return new ReplyForm(reply.code(), cut(reply.lines()), reply.flaws());
        }

        private static List<String> cut(List<String> lines) {
            List<String> kept = new ArrayList<>();
            int left = LONGEST;
            for (String line : lines) {
                if (left <= 0) {
                    break;
                }
                kept.add(line.substring(0, Math.min(left, line.length())));
                left -= line.length() + 1;
            }
            return kept;
        }
    }

    static final class CutExtensions extends StdConverter<Extensions, ExtensionsForm> {
        @Override
        public ExtensionsForm convert(Extensions extensions) {
            Map<String, String> kept = new LinkedHashMap<>();
            int left = LONGEST;
            for (Map.Entry<String, String> offer : extensions.parameters().entrySet()) {
                left -= offer.getKey().length() + offer.getValue().length();
                if (left >= 0) {
                    kept.put(offer.getKey(), offer.getValue());
                }
            }
            return new ExtensionsForm(kept);
        }
    }

    /** Whoever signed it is the same for half the world, and would be most of the file. */
    static final class OwnCertificate
            extends StdConverter<List<X509Certificate>, List<X509Certificate>> {
        @Override
        public List<X509Certificate> convert(List<X509Certificate> chain) {
            return chain.stream().limit(1).toList();
        }
    }

    static final class OfCertificate extends StdScalarSerializer<X509Certificate> {
        private static final long serialVersionUID = 1;

        OfCertificate() {
            super(X509Certificate.class);
        }

        @Override
        public void serialize(
                X509Certificate certificate, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            try {
                json.writeBinary(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IOException(e);
            }
        }
    }

    static final class ToCertificate extends StdScalarDeserializer<X509Certificate> {
        private static final long serialVersionUID = 1;

        ToCertificate() {
            super(X509Certificate.class);
        }

        @Override
        public X509Certificate deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            try {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(json.getBinaryValue()));
            } catch (CertificateException e) {
                throw new IOException(e);
            }
        }
    }

    static final class OfAddress extends StdScalarSerializer<InetAddress> {
        private static final long serialVersionUID = 1;

        OfAddress() {
            super(InetAddress.class);
        }

        @Override
        public void serialize(InetAddress address, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(address.getHostAddress());
        }
    }

    /** Jackson's own would ask the DNS. */
    static final class ToAddress extends StdScalarDeserializer<InetAddress> {
        private static final long serialVersionUID = 1;

        ToAddress() {
            super(InetAddress.class);
        }

        @Override
        public InetAddress deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            return InetAddress.ofLiteral(json.getText());
        }
    }
}
