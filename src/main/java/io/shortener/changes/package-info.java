/**
 * The record of who changed what: how a transaction says who does, and what is recorded, to be read
 * and followed. The database itself writes it, so that no change goes without. It uses {@code
 * http}, {@code feed} and {@code reference}.
 */
@NullMarked
package io.shortener.changes;

import org.jspecify.annotations.NullMarked;
