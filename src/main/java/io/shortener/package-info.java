/** The application: its configuration and how its parts are wired. It uses every other package. */
@NullMarked
package io.shortener;

import org.jspecify.annotations.NullMarked;
