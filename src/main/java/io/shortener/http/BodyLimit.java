package io.shortener.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest body that a route reads, in bytes; more is answered with 413. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyLimit {
  /** What imports take: 100 MB, and what a form puts around a file. */
  long IMPORT = (100L << 20) + (1L << 16);

  /** In bytes. */
  long value();
}
