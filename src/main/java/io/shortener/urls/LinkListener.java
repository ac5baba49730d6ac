package io.shortener.urls;

/** Hears of links that lead elsewhere, or nowhere, from now on. */
@FunctionalInterface
public interface LinkListener {
  /**
   * Called after the commit, by the instance that made the change.
   *
   * @param address see {@link Domains#address(String, String)}
   */
  void linkChanged(String address);
}
