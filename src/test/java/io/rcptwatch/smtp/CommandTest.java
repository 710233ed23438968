package io.rcptwatch.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    static final List<Arguments> COMMANDS =
            List.of(
                    arguments(
                            new Command.Ehlo("probe.example.net"),
                            "EHLO probe.example.net",
                            Phase.EHLO),
                    arguments(
                            new Command.Helo("probe.example.net"),
                            "HELO probe.example.net",
                            Phase.EHLO),
                    arguments(new Command.StartTls(), "STARTTLS", Phase.STARTTLS),
                    arguments(new Command.Mail("a@b", false), "MAIL FROM:<a@b>", Phase.MAIL),
                    arguments(
                            new Command.Mail("é@b", true), "MAIL FROM:<é@b> SMTPUTF8", Phase.MAIL),
                    arguments(new Command.Rcpt("\"a b\"@c"), "RCPT TO:<\"a b\"@c>", Phase.RCPT),
                    arguments(new Command.Rset(), "RSET", Phase.QUIT),
                    arguments(new Command.Quit(), "QUIT", Phase.QUIT));

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void each_command_is_one_line_of_one_step(Command command, String line, Phase phase) {
        assertThat(command.line()).isEqualTo(line);
        assertThat(command.phase()).isEqualTo(phase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b>\r\nDATA", "a@b\n", "a@b\r", "a\u0000@b", "a\u007f@b"})
    void nobody_smuggles_a_second_command_into_the_first(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.Ehlo(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.Helo(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.Mail(argument, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.Rcpt(argument));
    }
}
