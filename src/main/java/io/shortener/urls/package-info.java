/**
 * Short urls: their routes, their table, their codes and what they may lead to. It uses {@code
 * events} to record what happens to them, {@code startup} to refuse a start, {@code reference} to
 * describe the routes, and {@code http}.
 */
@NullMarked
package io.shortener.urls;

import org.jspecify.annotations.NullMarked;
