package dev.payoff.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component of a record that people send: where it is missing, we fill it in before it is
 * checked. So the API's description lets it be left out, although a checked record always has it
 * ({@link ApiSchemas}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Filled {}
