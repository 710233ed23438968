package io.rcptwatch.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a section of the file gives.
 *
 * @param given by key; empty where the value was wrong, and the mistake is noted
 */
record Values(Map<String, Optional<Value<?>>> given) {
    static final Values NONE = new Values(Map.of());

    /** The same with another value for a key. */
    <T> Values with(Key<T> key, Value<T> value) {
        Map<String, Optional<Value<?>>> changed = new HashMap<>(given);
        changed.put(key.name(), Optional.of(value));
        return new Values(changed);
    }

    /** Whether the key is there, be its value right or wrong. */
    boolean gives(Key<?> key) {
        return given.containsKey(key.name());
    }

    /** Empty where the key is not there, or its value is wrong. */
    @SuppressWarnings("unchecked") // Section reads each key by the type of the key itself.
    <T> Optional<Value<T>> find(Key<T> key) {
        return given.getOrDefault(key.name(), Optional.empty()).map(value -> (Value<T>) value);
    }

    /** The value, else the built-in one; empty where it is wrong, or where there is neither. */
    <T> Optional<T> get(Key<T> key) {
        return gives(key) ? find(key).map(Value::value) : key.builtIn();
    }

    /** The value, or the built-in one, of a document in which nothing is wrong. */
    <T> T need(Key<T> key) {
        return get(key).orElseThrow();
    }

    /** The section of that key; an empty one where there is none. */
    Values under(Key<Values> key) {
        return find(key).map(Value::value).orElse(NONE);
    }

    /** The items of the list of that key; none where there is no list. */
    <E> List<Value<E>> items(Key<List<Value<E>>> key) {
        return find(key).map(Value::value).orElse(List.of());
    }

    /** The sections in the list of that key. */
    List<Values> sections(Key<List<Value<Values>>> key) {
        return items(key).stream().map(Value::value).toList();
    }
}
