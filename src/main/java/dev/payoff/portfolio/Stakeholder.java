package dev.payoff.portfolio;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Somebody who cares about a project's value, and about which. */
@Entity
@Table(name = "stakeholder")
@NullUnmarked
class Stakeholder extends ProjectPart {

    String name;
    String role;
    int influence;
    int attitude;
    String[] categories;
}
