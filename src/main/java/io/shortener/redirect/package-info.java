/**
 * The way of a visitor: from a short code to where it leads. It uses {@code clicks} and {@code
 * urls}.
 */
@NullMarked
package io.shortener.redirect;

import org.jspecify.annotations.NullMarked;
