package dev.payoff.live.money;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What every question about money may tell; JAX-RS fills it. */
@NullUnmarked
public class MoneyQuery {

    /** What had happened by then. */
    @QueryParam("asOf")
    @Parameter(description = "What had happened by then.")
    @Nullable String asOf;

    /** What we knew by then. */
    @QueryParam("asKnownAt")
    @Parameter(description = "What we knew by then, terms of money included.")
    @Nullable String asKnownAt;

    /** A yearly discount rate, such as 0.08. */
    @QueryParam("rate")
    @Parameter(description = "Discount rate a year; default: the project's.", example = "0.08")
    @Nullable String rate;

    /** A discount schedule's key. */
    @QueryParam("schedule")
    @Parameter(description = "A discount schedule in place of a rate.", example = "hmt-green-book")
    @Nullable String schedule;

    /** A yearly rate for MIRR. */
    @QueryParam("reinvestRate")
    @Parameter(description = "At which MIRR invests what comes in; default: the discount rate.")
    @Nullable String reinvestRate;

    /** The last day of plan and outlook. */
    @QueryParam("horizon")
    @Parameter(
            description =
                    "Last day of plan and outlook; default: the end of the last benefit, or five years.",
            example = "2028-12-31")
    @Nullable String horizon;

    /** A price index's key. */
    @QueryParam("index")
    @Parameter(description = "A price index, for real figures; with priceBase.")
    @Nullable String index;

    /** The day whose prices are asked for. */
    @QueryParam("priceBase")
    @Parameter(description = "The day in whose prices real figures are told.")
    @Nullable String priceBase;

    /** The bound of optimism bias. */
    @QueryParam("optimismBias")
    @Parameter(description = "Costs not spent yet become cost · (1 + this · (1 − mitigation)).")
    @Nullable String optimismBias;

    /** How much of it was worked off. */
    @QueryParam("mitigation")
    @Nullable String mitigation;

    /** The bound of optimism bias on how long the work takes. */
    @QueryParam("durationBias")
    @Parameter(
            description =
                    "What is left until the go-live becomes left · (1 + this · (1 − durationMitigation)), and"
                            + " benefits that start with it come as much later.",
            example = "0.54")
    @Nullable String durationBias;

    /** How much of it was worked off. */
    @QueryParam("durationMitigation")
    @Nullable String durationMitigation;
}
