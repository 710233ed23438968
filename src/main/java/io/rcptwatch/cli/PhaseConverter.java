package io.rcptwatch.cli;

import io.rcptwatch.smtp.Phase;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a phase by its label. */
final class PhaseConverter implements ITypeConverter<Phase> {
    @Override
    public Phase convert(String label) {
        return Phase.labelled(label)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'" + label + "' is none of " + Phase.labels()));
    }
}
