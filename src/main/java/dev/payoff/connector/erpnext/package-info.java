/**
 * ERPNext: {@link dev.payoff.connector.erpnext.ErpNextConnector} reads its general ledger ({@code
 * GL Entry}) by Frappe's REST interface (docs.frappe.io, REST API, listing documents), month by
 * month; {@link dev.payoff.connector.erpnext.GlEntries} reads what comes.
 */
@NullMarked
package dev.payoff.connector.erpnext;

import org.jspecify.annotations.NullMarked;
