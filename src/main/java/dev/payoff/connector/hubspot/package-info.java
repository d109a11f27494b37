/**
 * HubSpot: {@link dev.payoff.connector.hubspot.HubspotConnector} searches its records
 * (developers.hubspot.com, Search the CRM) as the user's queries say.
 */
@NullMarked
package dev.payoff.connector.hubspot;

import org.jspecify.annotations.NullMarked;
