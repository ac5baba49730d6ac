/** Users: their routes, their table and their import from CSV. It uses {@code http} alone. */
@NullMarked
package io.shortener.users;

import org.jspecify.annotations.NullMarked;
