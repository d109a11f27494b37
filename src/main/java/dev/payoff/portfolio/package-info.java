/**
 * The registry: projects, value metrics, stakeholders, deliverables, dependencies, templates, cost
 * lines and exchange rates; what is meant to pay off, by which measures, at which cost.
 *
 * <p><b>Who may do what.</b> A viewer reads everything. A contributor adds and voids cost lines,
 * and annotates. A manager edits projects, metrics, stakeholders, deliverables and dependencies. An
 * admin edits the tenant's templates and exchange rates.
 *
 * <p><b>What was known when.</b> Each state of a project and of a metric is kept in {@code
 * project_version} and {@code metric_version}: {@code definition} is the JSON of {@link
 * dev.payoff.portfolio.ProjectView} and {@link dev.payoff.portfolio.MetricView} at that version,
 * which is also what GET answers, and {@code known_from} is when it was written, strictly rising
 * with the version. The state known at a time is the highest version with {@code known_from} at or
 * before it. {@link dev.payoff.portfolio.Definitions} turns the two into what decides value. Cost
 * lines and exchange rates are never changed: they are voided or superseded, at a time that is
 * kept.
 *
 * <p><b>What others see.</b> {@link dev.payoff.portfolio.Registry} answers look-ups; {@link
 * dev.payoff.portfolio.Traits} takes what the benefit package decides of a metric's value; {@link
 * dev.payoff.portfolio.ProjectChanged} tells, after the commit, that a project's figures may have
 * moved.
 *
 * <p><b>What happened.</b> {@link dev.payoff.portfolio.ProjectMarks} writes down what outside
 * systems tell of a project's time, {@link dev.payoff.portfolio.Annotations} what people do.
 *
 * <p>Templates travel between tenants as files that are signed ({@link
 * dev.payoff.portfolio.CatalogueFile}).
 *
 * <p>Bodies are read by {@link dev.payoff.portfolio.Bodies}, exactly and strictly. PATCH is a JSON
 * merge patch (RFC 7396) of what GET answers, checked like a new one.
 */
@NullMarked
package dev.payoff.portfolio;

import org.jspecify.annotations.NullMarked;
