/**
 * Who may ask the API for what, and how often: keys, their scopes, and limits for each client. It
 * stands around the routes and knows none of them.
 */
@NullMarked
package io.shortener.access;

import org.jspecify.annotations.NullMarked;
