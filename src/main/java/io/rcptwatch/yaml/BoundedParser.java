package io.rcptwatch.yaml;

import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;

/**
 * A parser that stops at the place where a document nests too deep, is too large, or repeats itself
 * too often: a small file must not stand for a huge one.
 */
final class BoundedParser implements Parser {
    private static final int MOST_DEPTH = 16;
    private static final int MOST_ALIASES = 100;
    private static final int MOST_NODES = 500_000; // Of some 200 bytes each.

    private final Parser parser;
    private int depth;
    private int aliases;
    private int nodes;

    BoundedParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> {
                depth++;
                nodes++;
            }
            case Scalar -> nodes++;
            case MappingEnd, SequenceEnd -> depth--;
            case Alias -> aliases++;
            default -> {} // The others neither nest nor repeat.
        }
        check(event, depth <= MOST_DEPTH, "nesting deeper than " + MOST_DEPTH + " levels");
        check(event, nodes <= MOST_NODES, "more than " + MOST_NODES + " values");
        check(event, aliases <= MOST_ALIASES, "more than " + MOST_ALIASES + " aliases");
        return event;
    }

    private static void check(Event event, boolean fits, String problem) {
        if (!fits) {
            throw new ParserException(null, null, problem, event.getStartMark());
        }
    }
}
