/**
 * The whole product against real servers, judged from outside: real data through the real ways in,
 * and a recount of the log that shares no code with the product.
 */
package dev.payoff.acceptance;
