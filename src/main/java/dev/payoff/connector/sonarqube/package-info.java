/**
 * SonarQube: {@link dev.payoff.connector.sonarqube.SonarConnector} takes its webhook
 * (docs.sonarsource.com, webhooks), which tells the quality gate, and asks for the history of all
 * other measures ({@code api/measures/search_history}); {@link
 * dev.payoff.connector.sonarqube.SonarGate} and {@link dev.payoff.connector.sonarqube.SonarHistory}
 * read what comes.
 */
@NullMarked
package dev.payoff.connector.sonarqube;

import org.jspecify.annotations.NullMarked;
