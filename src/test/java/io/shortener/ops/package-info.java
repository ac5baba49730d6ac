/** Tests of {@code ops}. */
@NullMarked
package io.shortener.ops;

import org.jspecify.annotations.NullMarked;
