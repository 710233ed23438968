package io.rcptwatch.peers;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * Records that were signed at another time than now, for a zone that its server does not sign. No
 * NSEC records: what is not there is not proven.
 *
 * @param records as in a zone file, the key and the signatures among them
 * @param ds the record for the zone above
 */
record Presigned(List<String> records, String ds) {
    private static final int TTL = 60;

    /** Signs those records of a zone with a new key, from a day before the end on. */
    static Presigned until(Instant end, String zone, List<String> records) throws Exception {
        KeyPair keys = keys();
        Name name = Name.fromString(zone);
        DNSKEYRecord key =
                new DNSKEYRecord(
                        name,
                        DClass.IN,
                        TTL,
                        DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                        DNSKEYRecord.Protocol.DNSSEC,
                        DNSSEC.Algorithm.ECDSAP256SHA256,
                        keys.getPublic());
        List<String> signed = new ArrayList<>();
        for (RRset set : sets(name, key, records)) {
            set.rrs().forEach(record -> signed.add(record.toString()));
            signed.add(
                    DNSSEC.sign(set, key, keys.getPrivate(), end.minus(Duration.ofDays(1)), end)
                            .toString());
        }
        DSRecord ds = new DSRecord(name, DClass.IN, TTL, DNSSEC.Digest.SHA256, key);
        return new Presigned(signed, ds.toString());
    }

    private static Collection<RRset> sets(Name zone, DNSKEYRecord key, List<String> records)
            throws Exception {
        Map<String, RRset> sets = new LinkedHashMap<>();
        sets.put("key", new RRset(key));
        String text = "$TTL " + TTL + "\n" + String.join("\n", records) + "\n";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (Master master = new Master(new ByteArrayInputStream(bytes), zone)) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                sets.computeIfAbsent(r.getName() + " " + r.getType(), _ -> new RRset()).addRR(r);
            }
        }
        return sets.values();
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
