/** Tests of {@code database}. */
@NullMarked
package io.shortener.database;

import org.jspecify.annotations.NullMarked;
