package dev.payoff.portfolio;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Shares of a series that are in force.
 *
 * @param metrics those that were named, as they are now, in the order that they were named in
 */
@Schema(name = "SeriesSharesInForce")
record SharesView(String series, List<MetricView> metrics) {}
