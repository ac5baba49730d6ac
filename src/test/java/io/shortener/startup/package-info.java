/** Tests of {@code startup}. */
@NullMarked
package io.shortener.startup;

import org.jspecify.annotations.NullMarked;
