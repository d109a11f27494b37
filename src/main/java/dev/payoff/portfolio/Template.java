package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A template that was checked.
 *
 * @param type of the projects that are made from it
 * @param metrics as they were written, what is only suggested being a sentence in the note;
 *     defaults are filled in when a project is made
 * @param json as it was written
 */
record Template(
        String key,
        String name,
        String type,
        List<ObjectNode> metrics,
        List<StakeholderInput> stakeholders,
        List<DeliverableInput> deliverables,
        ObjectNode json) {}
