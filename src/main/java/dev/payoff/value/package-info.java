/**
 * The arithmetic of value: windows, valuation, finance. Pure: data in, data out; time is an
 * argument; no framework.
 */
@NullMarked
package dev.payoff.value;

import org.jspecify.annotations.NullMarked;
