/**
 * Short urls: their routes, their table and their codes. It uses {@code events} to record what
 * happens to them, and {@code http}.
 */
@NullMarked
package io.shortener.urls;

import org.jspecify.annotations.NullMarked;
