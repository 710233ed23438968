package io.rcptwatch.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * How a value stands in the file: as JSON in a zlib stream (RFC 1950), whose checksum tells a
 * flipped bit. Properties that a version does not know are ignored.
 *
 * @param <V> a record
 */
final class RecordCodec<V> {
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final Class<V> type;

    RecordCodec(JsonMapper mapper, Class<V> type) {
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
        this.type = type;
    }

    byte[] written(V value) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            writer.writeValue(out, value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(type + " has no form", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** The value; empty where the bytes are damaged or from another time. */
    Optional<V> read(byte[] bytes) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            // All of it first: the checksum stands at the end.
            return Optional.ofNullable(reader.readValue(in.readAllBytes()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
