/** Holds the document of the API and the service together. */
@NullMarked
package io.shortener.reference;

import org.jspecify.annotations.NullMarked;
