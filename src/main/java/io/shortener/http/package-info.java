/**
 * What HTTP asks of every route: the one error shape, strict reading of JSON and query strings,
 * lists that stream, request ids. Everything may use it; it uses nothing of the product.
 */
@NullMarked
package io.shortener.http;

import org.jspecify.annotations.NullMarked;
