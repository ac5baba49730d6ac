/**
 * What the API says of itself: the OpenAPI document and the page that shows it. Each resource keeps
 * the {@link io.shortener.reference.Description} of its routes beside it, in its own package; here
 * they become one document. It uses {@code http}.
 */
@NullMarked
package io.shortener.reference;

import org.jspecify.annotations.NullMarked;
