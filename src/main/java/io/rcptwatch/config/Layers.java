package io.rcptwatch.config;

import static io.rcptwatch.config.Grammar.IDENTITIES_OF_TARGET;
import static io.rcptwatch.config.Grammar.PROFILE;

import java.util.List;
import java.util.Optional;

/**
 * What holds for a target: its own values before those of {@code defaults}, before those of its
 * profile, before the built-in ones.
 *
 * @param own what the target gives
 * @param defaults what the file gives for all
 * @param profile what the target's profile has in their stead
 */
record Layers(Values own, Values defaults, Values profile) {
    /** With the profile that these name. */
    Layers(Values own, Values defaults) {
        this(own, defaults, profile(own, defaults));
    }

    private static Values profile(Values own, Values defaults) {
        return new Layers(own, defaults, Values.NONE)
                .get(PROFILE)
                .map(Profile::usual)
                .orElse(Values.NONE);
    }

    /** Empty where the value that would hold is wrong, or where there is none. */
    <T> Optional<T> get(Key<T> key) {
        if (own.gives(key)) {
            return own.get(key);
        }
        return defaults.gives(key) ? defaults.get(key) : profile.get(key);
    }

    /** The value that holds, in a document in which nothing is wrong. */
    <T> T need(Key<T> key) {
        return get(key).orElseThrow();
    }

    /** Where the value that holds is given; empty where it is wrong or built in. */
    <T> Optional<Value<T>> given(Key<T> key) {
        return own.gives(key) ? own.find(key) : defaults.find(key);
    }

    /** Whether the file gives a value, right or wrong. */
    boolean gives(Key<?> key) {
        return own.gives(key) || defaults.gives(key);
    }

    Layers under(Key<Values> section) {
        return new Layers(own.under(section), defaults.under(section), profile.under(section));
    }

    /** The names of those who ask; where nobody says who, the only identity there is. */
    Optional<List<String>> identities(List<String> known) {
        return !gives(IDENTITIES_OF_TARGET) && known.size() == 1
                ? Optional.of(known)
                : get(IDENTITIES_OF_TARGET).map(names -> names.stream().map(Value::value).toList());
    }
}
