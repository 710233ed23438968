package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every known way in which the large providers refuse, against what it means. */
class ProviderRepliesTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final Set<String> KEYS = Set.of("reply", "mx", "outcome");

    /** A reply as people paste it; without a host it must be known by the way it speaks. */
    record Known(String reply, Optional<String> mx, List<String> outcomes) {
        static Known of(TableRow row) {
            return new Known(row.text("reply"), row.optional("mx"), row.texts("outcome"));
        }
    }

    static List<Known> replies() throws IOException, URISyntaxException {
        Path first =
                Path.of(
                        Objects.requireNonNull(
                                        ProviderRepliesTest.class.getResource(
                                                "provider-replies-1.yaml"))
                                .toURI());
        List<Known> known = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(first.resolveSibling(""), "provider-replies-*.yaml")) {
            for (Path file : files) {
                TableRow.of(file.getFileName().toString(), Files.readString(file), KEYS).stream()
                        .map(Known::of)
                        .forEach(known::add);
            }
        }
        return known;
    }

    @ParameterizedTest
    @MethodSource("replies")
    void every_known_reply_means_what_its_provider_means_by_it(Known known) {
        Verdict verdict =
                JUDGE.explain(PastedReply.of(known.reply()), Optional.empty(), known.mx());
        assertThat(verdict.outcome().label()).as(verdict.rule()).isIn(known.outcomes());
    }
}
