/**
 * Lists that clients follow: cursors behind which nothing appears late, and requests that wait for
 * what comes next. What is followed is told by those who keep it; it uses {@code http} and {@code
 * reference}.
 */
@NullMarked
package io.shortener.feed;

import org.jspecify.annotations.NullMarked;
