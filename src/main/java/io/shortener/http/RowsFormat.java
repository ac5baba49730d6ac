package io.shortener.http;

import java.io.IOException;
import java.io.OutputStream;

/** A way to write {@link Rows}, one after the other, so that memory stays constant. */
interface RowsFormat {
  /**
   * Writes all rows. What is written last shows that they are all: without it the list is not
   * whole.
   *
   * @param rowType what the rows are
   */
  void write(Rows<?> rows, Class<?> rowType, OutputStream body) throws IOException;
}
