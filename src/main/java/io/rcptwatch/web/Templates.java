package io.rcptwatch.web;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import io.rcptwatch.report.DeliveriesReport;
import io.rcptwatch.target.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Turns what is to be shown into HTML. Every value is escaped. */
final class Templates {
    private static final int LONGEST = 4000;

    private static final Engine ENGINE =
            Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addValueResolver(text("cut", text -> SafeText.cut(text, LONGEST)))
                    .addValueResolver(text("isWebAddress", text -> text.matches("https?://.+")))
                    .addValueResolver(
                            ValueResolver.builder()
                                    .applyToBaseClass(Double.class)
                                    .applyToName("shown")
                                    .resolveSync(c -> PageText.threePlaces((Double) c.getBase()))
                                    .build())
                    .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                    .build();

    static {
        // What the others include.
        ENGINE.putTemplate("page.html", template("page.html"));
        ENGINE.putTemplate("egress.html", template("egress.html"));
    }

    private static final Template OVERVIEW = template("overview.html");
    private static final Template TARGET = template("target.html");
    private static final Template EXPLAIN = template("explain.html");
    private static final Template UNCLASSIFIED = template("unclassified.html");
    private static final Template DELIVERIES = template("deliveries.html");
    private static final Template SANDBOX = template("sandbox.html");
    private static final Template GOOD_NEIGHBOUR = template("good-neighbour.html");

    private Templates() {}

    /**
     * How all stand.
     *
     * @param sandbox whether it is no more than a rehearsal
     */
    static String overview(
            Overview overview,
            List<IdentityCard> identities,
            List<BudgetLine> budgets,
            EgressNotice egress,
            boolean sandbox) {
        return OVERVIEW.data("o", overview)
                .data("identities", identities)
                .data("budgets", budgets)
                .data("e", egress)
                .data("sandbox", sandbox)
                .render();
    }

    /**
     * How one of them stands.
     *
     * @param sandbox whether it is no more than a rehearsal
     */
    static String target(TargetPage target, EgressNotice egress, boolean sandbox) {
        return TARGET.data("t", target, "e", egress, "sandbox", sandbox).render();
    }

    static String sandbox(SandboxPage page) {
        return SANDBOX.data("s", page).render();
    }

    static String explain(ExplainPage page) {
        return EXPLAIN.data("x", page).render();
    }

    static String unclassified(UnclassifiedPage page) {
        return UNCLASSIFIED.data("u", page).render();
    }

    static String deliveries(DeliveriesReport report) {
        return DELIVERIES.data("d", report).render();
    }

    static String goodNeighbour(GoodNeighbour page) {
        return GOOD_NEIGHBOUR.data("g", page).render();
    }

    private static ValueResolver text(String name, Function<String, Object> value) {
        return ValueResolver.builder()
                .applyToBaseClass(String.class)
                .applyToName(name)
                .resolveSync(context -> value.apply((String) context.getBase()))
                .build();
    }

    private static Template template(String name) {
        try (InputStream in = Templates.class.getResourceAsStream(name)) {
            byte[] text = Objects.requireNonNull(in, name).readAllBytes();
            return ENGINE.parse(
                    new String(text, StandardCharsets.UTF_8),
                    Variant.forContentType(Variant.TEXT_HTML),
                    name);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
