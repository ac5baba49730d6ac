/**
 * How the service comes to its PostgreSQL: embedded or elsewhere, migrated and seeded, reached
 * through pools that answer in time. It knows no table but those that it migrates; it uses {@code
 * http} for the answer that a missing database gives.
 */
@NullMarked
package io.shortener.database;

import org.jspecify.annotations.NullMarked;
