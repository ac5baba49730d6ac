package io.shortener.redirect;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.lifecycle.Managed;
import io.shortener.urls.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The most visited links in a file, so that they lead on after a restart that finds no database. A
 * file that cannot be read or written costs no more than that.
 */
final class HotLinks implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(HotLinks.class);

  private static final ObjectMapper JSON = Jackson.newObjectMapper();
  private static final TypeReference<List<Link>> LINKS = new TypeReference<>() {};

  private final LinkCache cache;
  private final Path file;
  private final int limit;
  private Set<Link> written = Set.of();
  private boolean complained;

  /**
   * @param directory of this instance alone
   * @param limit how many links are kept
   */
  HotLinks(LinkCache cache, Path directory, int limit) {
    this.cache = cache;
    this.file = directory.resolve("hot-links.json");
    this.limit = limit;
  }

  /** Tells the cache what was hot when this was last written. */
  @Override
  public synchronized void start() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      List<Link> links = JSON.readValue(file.toFile(), LINKS);
      cache.addUntrusted(links.subList(0, Math.min(limit, links.size())));
    } catch (IOException | RuntimeException e) {
      // Readable JSON can still be no links: of another version, say.
      LOGGER.warn("{} cannot be read; the service starts without knowing its links", file, e);
    }
  }

  @Override
  public void stop() {
    write();
  }

  /** Writes what is hot now, unless that is what the file says already. */
  synchronized void write() {
    try {
      List<Link> hottest = cache.hottest(limit);
      if (written.equals(Set.copyOf(hottest))) {
        return;
      }
      Path draft = file.resolveSibling("hot-links.tmp");
      JSON.writeValue(draft.toFile(), hottest);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      written = Set.copyOf(hottest);
      complained = false;
    } catch (IOException | RuntimeException e) {
      if (!complained) {
        LOGGER.warn(
            "{} cannot be written; a restart without a database would forget links", file, e);
      }
      complained = true;
    }
  }
}
