/**
 * Generated requests, valid and broken, for every route of the application port; only documented
 * answers are accepted. One seed makes one sequence of requests.
 */
@NullMarked
package io.shortener.fuzz;

import org.jspecify.annotations.NullMarked;
