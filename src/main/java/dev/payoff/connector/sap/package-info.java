/**
 * SAP S/4HANA: {@link dev.payoff.connector.sap.SapConnector} asks an OData service (version 2 or 4)
 * for journal entry items; by default {@code API_JOURNALENTRYITEMBASIC_SRV} of the communication
 * scenario SAP_COM_0087 (api.sap.com). {@link dev.payoff.connector.sap.SapQuery} is what is asked,
 * {@link dev.payoff.connector.sap.ODataPage} reads what comes.
 */
@NullMarked
package dev.payoff.connector.sap;

import org.jspecify.annotations.NullMarked;
