/**
 * Salesforce: {@link dev.payoff.connector.salesforce.SalesforceConnector} runs the user's SOQL
 * queries (developer.salesforce.com, REST API, Query), with a token by OAuth's client credentials.
 */
@NullMarked
package dev.payoff.connector.salesforce;

import org.jspecify.annotations.NullMarked;
