package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose cost a line is: the first rule all of whose conditions hold names the project; where none
 * does, the default. In a condition, {@code *} stands for any text.
 *
 * @param defaultProject id or key, or null to leave such lines out
 */
public record ProjectRules(List<Rule> rules, @Nullable String defaultProject) {

    /**
     * A rule.
     *
     * @param when what must stand where, by name
     */
    public record Rule(Map<String, Glob> when, String project) {}

    private static final int MAX_RULES = 1000;

    /** Copies. */
    public ProjectRules {
        rules = List.copyOf(rules);
    }

    /**
     * Reads the settings {@code rules} and {@code defaultProject}.
     *
     * @param known whether a condition may ask for a name
     * @param names what it may ask for, as the rest of a sentence
     * @param wrong gets what is wrong
     */
    public static ProjectRules parse(
            JsonObject settings, Predicate<String> known, String names, List<Violation> wrong) {
        List<Rule> rules = new ArrayList<>();
        Object given = settings.getValue("rules");
        int before = wrong.size();
        if (given instanceof JsonArray array && array.size() <= MAX_RULES) {
            for (int i = 0; i < array.size(); i++) {
                Rule rule = rule(array.getValue(i), "config.rules[" + i + "]", known, names, wrong);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        } else if (given != null) {
            wrong.add(
                    new Violation("config.rules", "is a list of at most " + MAX_RULES + " rules"));
        }
        String fallback = settings.getValue("defaultProject") instanceof String key ? key : null;
        if (rules.isEmpty() && fallback == null && wrong.size() == before) {
            wrong.add(
                    new Violation(
                            "config.rules",
                            "or defaultProject is needed, to tell whose cost it is"));
        }
        return new ProjectRules(rules, fallback);
    }

    private static @Nullable Rule rule(
            Object given, String at, Predicate<String> known, String names, List<Violation> wrong) {
        if (!(given instanceof JsonObject rule)
                || !(rule.getValue("when") instanceof JsonObject when)
                || !(rule.getValue("project") instanceof String project)
                || when.isEmpty()) {
            wrong.add(new Violation(at, "is {\"when\": {name: value, …}, \"project\": key}"));
            return null;
        }
        Map<String, Glob> conditions = new HashMap<>();
        for (String name : when.fieldNames()) {
            if (!(when.getValue(name) instanceof String value)) {
                wrong.add(new Violation(at + ".when." + name, "is a text"));
            } else if (known.test(name)) {
                conditions.put(name, new Glob(value, false));
            } else {
                wrong.add(new Violation(at + ".when." + name, "is " + names));
            }
        }
        return new Rule(Map.copyOf(conditions), project);
    }

    /** All projects that are named, by id or key. */
    public Set<String> projects() {
        Set<String> projects = new LinkedHashSet<>();
        rules.forEach(rule -> projects.add(rule.project()));
        if (defaultProject != null) {
            projects.add(defaultProject);
        }
        return projects;
    }

    /**
     * The project of a line, or null where none is told.
     *
     * @param of what the line has under a name, or null
     */
    public @Nullable String project(Function<String, @Nullable String> of) {
        String ruled = ruled(of);
        return ruled != null ? ruled : defaultProject;
    }

    /**
     * The project of the first rule that holds, or null where none does.
     *
     * @param of what the line has under a name, or null
     */
    public @Nullable String ruled(Function<String, @Nullable String> of) {
        for (Rule rule : rules) {
            boolean holds =
                    rule.when().entrySet().stream()
                            .allMatch(each -> {
                                String there = of.apply(each.getKey());
                                return there != null && each.getValue().matches(there);
                            });
            if (holds) {
                return rule.project();
            }
        }
        return null;
    }
}
