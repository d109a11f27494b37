package dev.payoff.portfolio;

import java.util.UUID;

/**
 * Told as an asynchronous CDI event, after the commit, when something of a project changed that its
 * figures may rest on: its definition, a metric's, a cost line, an exchange rate. It may be lost
 * with the process; {@code version} and {@code cost_revision} in the database tell the same.
 *
 * @param tenantId the project's tenant
 * @param projectId the project
 */
public record ProjectChanged(UUID tenantId, UUID projectId) {}
