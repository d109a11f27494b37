package dev.payoff.connector;

import dev.payoff.connector.CostPlaces.Place;
import dev.payoff.connector.CostPull.Entry;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which project bears an entry; pure. */
final class CostLines {

    private CostLines() {}

    /** The entries with their projects; those that cannot be booked become problems. */
    static List<CostBook.Line> of(
            List<Entry> entries,
            Place place,
            ProjectRules rules,
            Set<String> known,
            List<String> problems) {
        List<CostBook.Line> lines = new ArrayList<>();
        Set<String> unknown = new HashSet<>();
        for (Entry entry : entries) {
            if (!YearMonth.from(entry.on()).equals(place.month())) {
                problems.add("An entry of " + entry.on() + " came with " + place.month() + ".");
                continue;
            }
            String project = entry.amount().signum() == 0 ? null : project(entry, rules);
            if (project != null && !known.contains(project)) {
                if (unknown.add(project)) {
                    problems.add("There is no project '" + project + "'.");
                }
                project = null;
            }
            lines.add(
                    new CostBook.Line(
                            Signatures.digest(entry.id().getBytes(StandardCharsets.UTF_8)),
                            project,
                            entry));
        }
        return lines;
    }

    private static @Nullable String project(Entry entry, ProjectRules rules) {
        String ruled = rules.ruled(name -> entry.of().get(name));
        String own = entry.of().get(CostPull.OWN_PROJECT);
        return ruled != null ? ruled : own != null ? own : rules.defaultProject();
    }

    /** The projects that entries name themselves. */
    static Set<String> own(List<Entry> entries) {
        Set<String> own = new HashSet<>();
        for (Entry entry : entries) {
            String project = entry.of().get(CostPull.OWN_PROJECT);
            if (project != null) {
                own.add(project);
            }
        }
        return own;
    }
}
