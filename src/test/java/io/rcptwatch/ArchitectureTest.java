package io.rcptwatch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.rcptwatch.smtp.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.NetworkChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shape of the program: which package may use which. A new package needs a row in
 * ARCHITECTURE.md.
 */
class ArchitectureTest {
    private static final String ROOT = "io.rcptwatch";
    private static final String HTTP_LIBRARY = "org.apache.hc..";
    private static final String TLS_LIBRARY = "io.netty.handler.ssl..";

    private static final Path PAGE = Path.of("config/docs/ARCHITECTURE.md");

    private static final Pattern PACKAGE_ROW =
            Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\| ([^|]+) \\|$");

    private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. `([a-z]+\\.[A-Z]\\w+)`");
    private static final Pattern NAMED = Pattern.compile("`([a-z]+\\.[A-Z]\\w+)`");

    /** What each package may use, by its row in ARCHITECTURE.md. */
    private static final Map<String, Set<String>> MAY_USE = table();

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        PACKAGE_ROW
                .matcher(text(PAGE))
                .results()
                .forEach(row -> table.put(row.group(1), usable(row.group(2), table)));
        return table;
    }

    /** "watch and below" is watch with all that a row further up lets it use. */
    private static Set<String> usable(String cell, Map<String, Set<String>> above) {
        Set<String> usable = new TreeSet<>();
        for (String part : cell.equals("–") ? new String[0] : cell.split(", ")) {
            String name = part.replace(" and below", "");
            usable.add(name);
            if (!part.equals(name)) {
                usable.addAll(above.get(name));
            }
        }
        return usable;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> with(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toSet());
    }

    static Stream<Arguments> packages() {
        return MAY_USE.entrySet().stream().map(e -> arguments(e.getKey(), e.getValue()));
    }

    @Test
    void every_package_is_in_the_table() {
        Set<String> found =
                CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(not(ROOT::equals))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_uses_only_those_below_it(String name, Set<String> below) {
        Set<String> allowed = with(below, name);
        check(
                noClasses()
                        .that(resideInAPackage(in(name)))
                        .should()
                        .dependOnClassesThat(
                                ours().and(
                                                DescribedPredicate.not(
                                                        resideInAnyPackage(
                                                                allowed.stream()
                                                                        .map(ArchitectureTest::in)
                                                                        .toArray(
                                                                                String[]::new))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "smtp", "probe", "wire", "mtasts"})
    void the_core_stands_on_the_jdk_alone(String name) {
        check(
                noClasses()
                        .that(resideInAPackage(in(name)))
                        .should()
                        .dependOnClassesThat(
                                DescribedPredicate.not(ours())
                                        .and(
                                                DescribedPredicate.not(
                                                        resideInAnyPackage(
                                                                "java..",
                                                                "javax.net.ssl..",
                                                                "org.jspecify..",
                                                                HTTP_LIBRARY,
                                                                TLS_LIBRARY,
                                                                "io.netty.buffer..",
                                                                "io.netty.util..")))));
    }

    @Test
    void only_dns_and_the_sandbox_know_the_dns_library() {
        check(
                noClasses()
                        .that(outside("dns", "sandbox"))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.xbill..")));
    }

    @Test
    void only_state_knows_the_embedded_store() {
        check(
                noClasses()
                        .that(outside("store"))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.h2..")));
    }

    @Test
    void only_wire_knows_the_libraries_of_http_and_tls() {
        check(
                noClasses()
                        .that(outside("wire"))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(HTTP_LIBRARY, TLS_LIBRARY)));
    }

    @Test
    void only_the_sandbox_makes_certificates() {
        check(
                noClasses()
                        .that(outside("sandbox"))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.bouncycastle..")));
    }

    @Test
    void only_wire_dns_and_the_sandbox_open_sockets() {
        check(
                noClasses()
                        .that(outside("wire", "dns", "sandbox"))
                        .should()
                        .dependOnClassesThat(
                                assignableTo(Socket.class)
                                        .or(assignableTo(ServerSocket.class))
                                        .or(assignableTo(DatagramSocket.class))
                                        .or(assignableTo(NetworkChannel.class))
                                        .or(resideInAPackage("javax.net.."))));
    }

    @Test
    void only_the_commands_print() {
        check(
                noClasses()
                        .that(outside("cli"))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void the_page_of_the_architecture_names_classes_that_exist() {
        assertThat(named(NAMED))
                .isNotEmpty()
                .allMatch(name -> CLASSES.contain(ROOT + "." + name), "exists");
    }

    @Test
    void the_walk_from_a_domain_to_a_metric_is_short_and_each_step_leads_to_the_next() {
        List<JavaClass> walk =
                named(STEP).stream().map(name -> CLASSES.get(ROOT + "." + name)).toList();
        assertThat(walk).doesNotHaveDuplicates().hasSizeBetween(2, 25);
        for (int i = 1; i < walk.size(); i++) {
            JavaClass step = walk.get(i);
            assertThat(walk.subList(0, i))
                    .as("a step before that knows " + step.getSimpleName() + ", or it knows one")
                    .anyMatch(before -> knows(before, step) || knows(step, before));
        }
    }

    private static List<String> named(Pattern pattern) {
        return pattern.matcher(text(PAGE)).results().map(name -> name.group(1)).toList();
    }

    /** By itself, or by an interface of it. */
    private static boolean knows(JavaClass one, JavaClass other) {
        return one.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .anyMatch(known -> known.equals(other) || other.getRawInterfaces().contains(known));
    }

    @Test
    void names_say_what_a_thing_is() {
        check(
                noClasses()
                        .that(alwaysTrue())
                        .should()
                        .resideInAnyPackage(
                                "..util..", "..common..", "..model..", "..service..", "..impl.."));
        check(
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveSimpleNameEndingWith("Dto"));
    }

    @Test
    void no_command_carries_a_message() {
        assertThat(Arrays.stream(Command.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .containsExactlyInAnyOrder(
                        "Ehlo", "Helo", "StartTls", "Mail", "Rcpt", "Rset", "Quit");
    }

    /**
     * Only the sandbox's receivers answer DATA, and only the judgement reads replies to it. The
     * phase has it as a name; no command is made of a phase.
     */
    @Test
    void nobody_spells_a_command_that_carries_a_message() throws IOException {
        Pattern command = Pattern.compile("[\\s\\x01]*(DATA|BDAT)\\b");
        Path classes = Path.of("target/classes/io/rcptwatch");
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(f -> f.toString().endsWith(".class")))
                    .isNotEmpty()
                    .filteredOn(f -> !f.startsWith(classes.resolve("sandbox")))
                    .filteredOn(f -> !f.startsWith(classes.resolve("verdict")))
                    .filteredOn(f -> !f.equals(classes.resolve("smtp/Phase.class")))
                    .allSatisfy(
                            f ->
                                    assertThat(strings(f))
                                            .noneMatch(s -> command.matcher(s).lookingAt()));
        }
    }

    /** The texts that a class loads, those of concatenations among them. */
    private static Set<String> strings(Path file) {
        try {
            ClassModel model = ClassFile.of().parse(file);
            Set<String> strings = new TreeSet<>();
            model.constantPool()
                    .forEach(
                            entry -> {
                                if (entry instanceof StringEntry string) {
                                    strings.add(string.stringValue());
                                }
                            });
            return strings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ArchRule rule) {
        // A rule about a package that is still empty holds.
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(ROOT + "..");
    }

    private static DescribedPredicate<JavaClass> outside(String... names) {
        Set<String> inside = Set.of(names);
        return describe(
                "outside of " + inside,
                type ->
                        inside.stream()
                                .noneMatch(
                                        n ->
                                                (type.getPackageName() + ".")
                                                        .startsWith(ROOT + "." + n + ".")));
    }
}
