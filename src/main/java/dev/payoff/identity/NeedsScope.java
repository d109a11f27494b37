package dev.payoff.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a limited credential needs for this resource or method, where it is another than
 * {@link Scopes#READ} for GET and {@link Scopes#WRITE} for the rest. Vert.x routes ask {@link
 * Caller#require} themselves.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface NeedsScope {

    /** One of {@link Scopes}; {@link #ANY} for none in particular. */
    String value();

    /** Any credential will do. */
    String ANY = "";
}
