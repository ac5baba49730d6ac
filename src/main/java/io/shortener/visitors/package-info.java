/**
 * Visitors: what a request tells of whoever sent it, as far as statistics keep it. {@link
 * io.shortener.visitors.VisitorHeaderReader} takes the headers on the thread that reads the
 * request, {@link io.shortener.visitors.Visitors} makes something of them on another. It uses
 * {@code http} alone.
 */
@NullMarked
package io.shortener.visitors;

import org.jspecify.annotations.NullMarked;
