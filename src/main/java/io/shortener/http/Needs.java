package io.shortener.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a key must have for a route. A route says this or {@code @PermitAll}: where keys
 * are asked for, one that says neither is refused to everybody.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Scope value();

  /**
   * Whether {@link Scope#CREATE} will do as well, for what belongs to the key's owner: the route
   * asks {@link Caller#owner} and keeps everything else from such a caller.
   */
  boolean orOwner() default false;
}
