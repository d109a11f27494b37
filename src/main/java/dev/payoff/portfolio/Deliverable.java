package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Something that a project hands over, and the metrics whose value it should bring. */
@Entity
@Table(name = "deliverable")
@NullUnmarked
class Deliverable extends ProjectPart {

    String name;
    @Nullable String description;

    @Column(name = "due_on")
    @Nullable LocalDate dueOn;

    @Column(name = "done_on")
    @Nullable LocalDate doneOn;

    @Column(name = "metric_keys")
    String[] metricKeys;
}
