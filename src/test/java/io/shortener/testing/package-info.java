/** What tests share: a real PostgreSQL, the running service, a client, and data by the sentence. */
@NullMarked
package io.shortener.testing;

import org.jspecify.annotations.NullMarked;
