package io.rcptwatch.smtp;

/**
 * Everything that we can say: RFC 5321 §4.1.1 without the commands that carry a message. An
 * argument with a control character is an {@link IllegalArgumentException}: behind a line feed in
 * an address such a command could hide.
 */
public sealed interface Command {
    /** The line as it goes on the wire, without its CRLF. */
    String line();

    /** The step that it belongs to. */
    Phase phase();

    private static void requireOneLine(String argument) {
        if (argument.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character in a command's argument");
        }
    }

    /** RFC 5321 §4.1.1.1. */
    record Ehlo(String helo) implements Command {
        public Ehlo {
            requireOneLine(helo);
        }

        @Override
        public String line() {
            return "EHLO " + helo;
        }

        @Override
        public Phase phase() {
            return Phase.EHLO;
        }
    }

    /** RFC 5321 §4.1.1.1, for servers that do not know EHLO. */
    record Helo(String helo) implements Command {
        public Helo {
            requireOneLine(helo);
        }

        @Override
        public String line() {
            return "HELO " + helo;
        }

        @Override
        public Phase phase() {
            return Phase.EHLO;
        }
    }

    /** RFC 3207 §4. */
    record StartTls() implements Command {
        @Override
        public String line() {
            return "STARTTLS";
        }

        @Override
        public Phase phase() {
            return Phase.STARTTLS;
        }
    }

    /**
     * RFC 5321 §4.1.1.2.
     *
     * @param address the envelope sender, without angle brackets
     * @param smtpUtf8 whether an address of this transaction is not ASCII (RFC 6531 §3.4)
     */
    record Mail(String address, boolean smtpUtf8) implements Command {
        public Mail {
            requireOneLine(address);
        }

        @Override
        public String line() {
            return "MAIL FROM:<" + address + ">" + (smtpUtf8 ? " SMTPUTF8" : "");
        }

        @Override
        public Phase phase() {
            return Phase.MAIL;
        }
    }

    /** RFC 5321 §4.1.1.3. */
    record Rcpt(String address) implements Command {
        public Rcpt {
            requireOneLine(address);
        }

        @Override
        public String line() {
            return "RCPT TO:<" + address + ">";
        }

        @Override
        public Phase phase() {
            return Phase.RCPT;
        }
    }

    /** RFC 5321 §4.1.1.5. */
    record Rset() implements Command {
        @Override
        public String line() {
            return "RSET";
        }

        @Override
        public Phase phase() {
            return Phase.QUIT;
        }
    }

    /** RFC 5321 §4.1.1.10. */
    record Quit() implements Command {
        @Override
        public String line() {
            return "QUIT";
        }

        @Override
        public Phase phase() {
            return Phase.QUIT;
        }
    }
}
