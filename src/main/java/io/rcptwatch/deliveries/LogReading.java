package io.rcptwatch.deliveries;

import java.util.List;

/** What one line of a log says. */
public sealed interface LogReading {
    /** About deliveries to others: nearly always one. */
    record Delivered(List<Delivery> deliveries) implements LogReading {
        public Delivered {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** About something else: mail that comes in, that stays here, that waits. */
    record Other() implements LogReading {}

    /** About a delivery, but not in a form that we know. */
    record Unreadable() implements LogReading {}

    /** One delivery. */
    static LogReading of(Delivery delivery) {
        return new Delivered(List.of(delivery));
    }
}
