/** Tests of the way of data in and out. */
@NullMarked
package io.shortener.transfer;

import org.jspecify.annotations.NullMarked;
