/** Tests of {@code retries}. */
@NullMarked
package io.shortener.retries;

import org.jspecify.annotations.NullMarked;
