package io.rcptwatch.spf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The macros of RFC 7208 §7, for strong-bad@email.example.com. */
class MacroStringTest {
    @ParameterizedTest
    @CsvSource({
        "%{s}, strong-bad@email.example.com",
        "%{o}, email.example.com",
        "%{d}, email.example.com",
        "%{d4}, email.example.com",
        "%{d3}, email.example.com",
        "%{d2}, example.com",
        "%{d1}, com",
        "%{dr}, com.example.email",
        "%{d2r}, example.email",
        "%{D2R}, example.email",
        "%{l}, strong-bad",
        "%{l-}, strong.bad",
        "%{lr}, strong-bad",
        "%{lr-}, bad.strong",
        "%{l1r-}, strong",
        "%{S}, strong-bad%40email.example.com",
        "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
        "%{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net",
        "%{d999}, email.example.com",
        "%{d4000000000000}, email.example.com",
        "a%%b%_c%-d.%{d1}, 'a%b c%20d.com'",
    })
    void a_macro_stands_for_what_the_rfc_says(String text, String expanded)
            throws SpfErrorException {
        assertThat(MacroString.parse(text).expand(MacroStringTest::value)).isEqualTo(expanded);
    }

    private static String value(char letter) {
        return switch (letter) {
            case 's' -> "strong-bad@email.example.com";
            case 'l' -> "strong-bad";
            case 'o', 'd' -> "email.example.com";
            case 'i' -> "192.0.2.3";
            case 'v' -> "in-addr";
            default -> throw new IllegalArgumentException(Character.toString(letter));
        };
    }

    @Test
    void a_name_that_gets_too_long_loses_labels_from_the_left() throws SpfErrorException {
        String label = "x".repeat(50);
        String name = MacroString.parse((label + ".").repeat(6) + "%{d}").expand(_ -> "d.test");
        assertThat(name).isEqualTo((label + ".").repeat(4) + "d.test");
        assertThat(MacroString.parse("%{d}").expand(_ -> "y".repeat(300))).hasSize(300);
    }
}
