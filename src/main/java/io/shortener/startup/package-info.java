/**
 * How the process starts: its commands, its settings from the environment, and what it says when it
 * cannot go on. Everything may use it; it uses nothing of the product.
 */
@NullMarked
package io.shortener.startup;

import org.jspecify.annotations.NullMarked;
