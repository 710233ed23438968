package io.rcptwatch;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** One thing has one name. */
class NamesTest {
    private static final int MOST_SHARED_PERCENT = 8;

    private static final List<JavaClass> TYPES =
            new ClassFileImporter()
                            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                            .importPackages("io.rcptwatch")
                            .stream()
                            .filter(type -> !type.getSimpleName().isEmpty())
                            .filter(type -> !type.getSimpleName().equals("package-info"))
                            .toList();

    private static Map<String, List<JavaClass>> shared(Predicate<JavaClass> wanted) {
        Map<String, List<JavaClass>> byName =
                TYPES.stream().filter(wanted).collect(groupingBy(JavaClass::getSimpleName));
        byName.values().removeIf(types -> types.size() == 1);
        return byName;
    }

    @Test
    void no_two_top_level_types_share_a_simple_name() {
        assertThat(TYPES).hasSizeGreaterThan(500);
        assertThat(shared(JavaClass::isTopLevelClass)).isEmpty();
    }

    @Test
    void few_types_share_a_simple_name() {
        Map<String, List<JavaClass>> shared = shared(_ -> true);
        int types = shared.values().stream().mapToInt(List::size).sum();
        assertThat(100.0 * types / TYPES.size())
                .as("percent of types that share a name: %s", shared.keySet())
                .isLessThanOrEqualTo(MOST_SHARED_PERCENT);
    }
}
