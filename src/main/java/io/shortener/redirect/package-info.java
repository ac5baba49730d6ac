/**
 * The way of a visitor: from a short code to where it leads. {@link
 * io.shortener.redirect.RedirectHandler} finds the link in {@link io.shortener.redirect.LinkCache},
 * has {@code clicks} record the visit and sends the visitor on. It uses {@code urls} for the links,
 * {@code database} to hear of their changes, {@code reference} to describe the route and {@code
 * startup} for the directory of the instance.
 */
@NullMarked
package io.shortener.redirect;

import org.jspecify.annotations.NullMarked;
