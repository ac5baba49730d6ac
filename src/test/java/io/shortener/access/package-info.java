/** Tests of {@code access}. */
@NullMarked
package io.shortener.access;

import org.jspecify.annotations.NullMarked;
