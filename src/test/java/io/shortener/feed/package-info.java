/** Tests of {@code feed}. */
@NullMarked
package io.shortener.feed;

import org.jspecify.annotations.NullMarked;
