package io.rcptwatch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Writes reports as JSON. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    /** One report, on one line. */
    public static String text(Object report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Many reports as an array, each made when the one before is written. */
    public static void write(Iterator<?> reports, OutputStream out) throws IOException {
        try (SequenceWriter array = MAPPER.writer().writeValuesAsArray(out)) {
            while (reports.hasNext()) {
                array.write(reports.next());
            }
        }
    }
}
