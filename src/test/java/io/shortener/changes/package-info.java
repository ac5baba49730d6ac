/** Tests of {@code changes}. */
@NullMarked
package io.shortener.changes;

import org.jspecify.annotations.NullMarked;
