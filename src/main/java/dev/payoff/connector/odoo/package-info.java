/**
 * Odoo: {@link dev.payoff.connector.odoo.OdooConnector} reads analytic lines ({@code
 * account.analytic.line}) by {@link dev.payoff.connector.odoo.OdooCalls}: the JSON-2 interface of
 * Odoo 19 (odoo.com/documentation, External JSON-2 API), or JSON-RPC before that. {@link
 * dev.payoff.connector.odoo.AnalyticLines} reads what comes.
 */
@NullMarked
package dev.payoff.connector.odoo;

import org.jspecify.annotations.NullMarked;
