/**
 * Users: their routes, their table and their import from CSV. It uses {@code http}, and {@code
 * reference} to describe the routes.
 */
@NullMarked
package io.shortener.users;

import org.jspecify.annotations.NullMarked;
