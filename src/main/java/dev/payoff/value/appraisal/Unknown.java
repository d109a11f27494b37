package dev.payoff.value.appraisal;

/**
 * A figure that cannot be told.
 *
 * @param figure its name in the public contract
 * @param sentence why, for people
 */
public record Unknown(String figure, String sentence) {}
